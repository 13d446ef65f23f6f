//! Any address of an org leads to its host, and no other address leads anywhere: as properties.

use keyperch_core::model::address::{AddressRefused, parse};
use proptest::prelude::*;

/// Hosts that are Salesforce's, as a person has them in an address bar, and the host to sign in to.
const FACES: [(&str, &str); 20] = [
    ("acme.my.salesforce.com", "acme.my.salesforce.com"),
    ("acme.lightning.force.com", "acme.my.salesforce.com"),
    ("acme.my.salesforce-setup.com", "acme.my.salesforce.com"),
    ("acme--uat.sandbox.my.salesforce.com", "acme--uat.sandbox.my.salesforce.com"),
    ("acme--uat.sandbox.lightning.force.com", "acme--uat.sandbox.my.salesforce.com"),
    ("acme--uat.sandbox.my.salesforce-setup.com", "acme--uat.sandbox.my.salesforce.com"),
    ("acme--uat.cs12.my.salesforce.com", "acme--uat.cs12.my.salesforce.com"),
    ("boreal-dev-ed.develop.my.salesforce.com", "boreal-dev-ed.develop.my.salesforce.com"),
    ("boreal-dev-ed.develop.lightning.force.com", "boreal-dev-ed.develop.my.salesforce.com"),
    ("clever-panda-1.trailblaze.my.salesforce.com", "clever-panda-1.trailblaze.my.salesforce.com"),
    ("fun-dream-1234.scratch.my.salesforce.com", "fun-dream-1234.scratch.my.salesforce.com"),
    ("acme--c.vf.force.com", "acme.my.salesforce.com"),
    ("acme--uat--c.sandbox.vf.force.com", "acme--uat.sandbox.my.salesforce.com"),
    ("acme--c.na1.visual.force.com", "acme.my.salesforce.com"),
    ("acme--uat--c.cs12.visual.force.com", "acme--uat.sandbox.my.salesforce.com"),
    ("acme.my.salesforce.com.mcas.ms", "acme.my.salesforce.com"),
    ("acme.lightning.crmforce.mil", "acme.my.salesforce.mil"),
    ("acme.lightning.sfcrmapps.cn", "acme.my.sfcrmproducts.cn"),
    ("acme.my-lightning.com", "acme.my-salesforce.com"),
    ("login.salesforce.com", "login.salesforce.com"),
];

/// Addresses that look like an org's and are not, and why they are refused.
const REFUSED: [(&str, AddressRefused); 40] = [
    ("", AddressRefused::Empty),
    (" \n\t", AddressRefused::Empty),
    ("acme", AddressRefused::NotAnAddress),
    ("my org", AddressRefused::NotAnAddress),
    ("https://", AddressRefused::NotAnAddress),
    ("ftp://acme.my.salesforce.com", AddressRefused::NotAnAddress),
    ("javascript://acme.my.salesforce.com", AddressRefused::NotAnAddress),
    ("https://acme my.salesforce.com", AddressRefused::NotAnAddress),
    ("http://acme.my.salesforce.com", AddressRefused::PlainHttp),
    ("HTTP://acme.my.salesforce.com", AddressRefused::PlainHttp),
    ("https://acme.my.salesforce.com@evil.example/", AddressRefused::UserInfo),
    ("https://user:word@acme.my.salesforce.com", AddressRefused::UserInfo),
    ("https://@acme.my.salesforce.com", AddressRefused::UserInfo),
    ("ana@acme.my.salesforce.com", AddressRefused::UserInfo),
    ("https://evil.example\\@acme.my.salesforce.com", AddressRefused::NotSalesforce),
    ("https://acme.my.salesforce.com:8443/", AddressRefused::Port),
    ("acme.my.salesforce.com:80", AddressRefused::Port),
    ("https://acme.my.salesforce.com.evil.example", AddressRefused::NotSalesforce),
    ("https://evil.example/acme.my.salesforce.com", AddressRefused::NotSalesforce),
    ("https://evil.example/?acme.my.salesforce.com", AddressRefused::NotSalesforce),
    ("https://evil.example#.my.salesforce.com", AddressRefused::NotSalesforce),
    ("https://acmemy.salesforce.com.example", AddressRefused::NotSalesforce),
    ("https://acme.my-salesforce.com.example", AddressRefused::NotSalesforce),
    ("https://acme.my.salesforce.co", AddressRefused::NotSalesforce),
    ("https://acme.my.salesf0rce.com", AddressRefused::NotSalesforce),
    ("https://acme-my.salesforce.com.mcas.ms.evil.example", AddressRefused::NotSalesforce),
    ("https://192.168.0.1", AddressRefused::NotSalesforce),
    ("https://[::1]", AddressRefused::NotSalesforce),
    ("https://acme.my.sálesforce.com", AddressRefused::International),
    ("https://acme.my.sаlesforce.com", AddressRefused::International), // a Cyrillic а
    ("https://äcme.my.salesforce.com", AddressRefused::International),
    ("https://xn--cme-qla.my.salesforce.com", AddressRefused::International),
    ("https://acme。my。salesforce。com", AddressRefused::International),
    ("https://acme.my.site.com/portal", AddressRefused::ExperienceCloud),
    ("https://na1.salesforce.com", AddressRefused::NotAnOrg),
    ("https://help.salesforce.com/s/articleView", AddressRefused::NotAnOrg),
    ("https://my.salesforce.com", AddressRefused::NotAnOrg),
    ("https://.my.salesforce.com", AddressRefused::NotAnOrg),
    ("https://-acme.my.salesforce.com", AddressRefused::NotAnOrg),
    ("https://acme.my.salesforce.com.", AddressRefused::NotSalesforce),
];

#[test]
fn every_face_of_an_org_leads_to_its_host() {
    for (face, host) in FACES {
        assert_eq!(parse(face).map(|host| host.to_string()), Ok(host.to_owned()), "{face}");
    }
}

#[test]
fn what_only_looks_like_an_org_is_refused_with_the_reason() {
    for (text, reason) in REFUSED {
        assert_eq!(parse(text), Err(reason), "{text:?}");
    }
}

/// The suffixes of everything that may be accepted, written out once more: a mistake there must not be made here too.
fn is_salesforces(host: &str) -> bool {
    let own = ["login.salesforce.com", "test.salesforce.com"];
    let below = [".my.salesforce.com", ".my.salesforce.mil", ".my.sfcrmproducts.cn", ".my-salesforce.com"];
    own.contains(&host) || below.iter().any(|suffix| host.ends_with(suffix) && host.len() > suffix.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn path_query_case_and_blanks_make_no_difference(
        face in prop::sample::select(FACES.to_vec()),
        path in "(/[a-zA-Z0-9/._~@:%-]{0,30})?",
        query in "(\\?[a-zA-Z0-9=&@:/.%-]{0,30})?",
        blank in "[ \t\n]{0,3}",
        scheme in prop::sample::select(vec!["", "https://", "HTTPS://"]),
        port in prop::sample::select(vec!["", ":443"]),
        capitals in any::<bool>(),
    ) {
        let (name, host) = face;
        let name = if capitals { name.to_uppercase() } else { name.to_owned() };
        let pasted = format!("{blank}{scheme}{name}{port}{path}{query}{blank}");
        prop_assert_eq!(parse(&pasted).map(|host| host.to_string()), Ok(host.to_owned()), "{}", pasted);
    }

    #[test]
    fn whatever_is_accepted_is_salesforces_and_accepted_again(text in "\\PC{0,60}") {
        if let Ok(host) = parse(&text) {
            prop_assert!(is_salesforces(host.as_str()), "{text:?} led to {host}");
            prop_assert_eq!(parse(host.as_str()), Ok(host));
        }
    }

    #[test]
    fn nothing_around_an_orgs_name_leads_elsewhere(
        face in prop::sample::select(FACES.to_vec()),
        before in "[a-z0-9.@:/\\\\?#%-]{0,12}",
        after in "[a-z0-9.@:/\\\\?#%-]{0,12}",
        https in any::<bool>(),
    ) {
        let pasted = format!("{}{before}{}{after}", if https { "https://" } else { "" }, face.0);
        if let Ok(host) = parse(&pasted) {
            prop_assert!(is_salesforces(host.as_str()), "{pasted} led to {host}");
            // A browser must agree: this is the host that it would go to, or the one behind that.
            let address = if pasted.contains("://") { pasted.clone() } else { format!("https://{pasted}") };
            let there = url::Url::parse(&address).expect("a browser understands it").host_str().map(str::to_owned);
            let there = there.expect("a host");
            prop_assert_eq!(parse(&there), Ok(host), "{} leads a browser to {}", pasted, there);
        }
    }

    #[test]
    fn a_foreign_domain_behind_is_never_accepted(
        face in prop::sample::select(FACES.to_vec()),
        tail in "\\.[a-z]{2,10}(\\.[a-z]{2,5})?",
    ) {
        prop_assume!(tail != ".mcas.ms");
        let longer = format!("https://{}{tail}", face.0);
        prop_assert!(parse(&longer).is_err(), "{}", longer);
    }
}
