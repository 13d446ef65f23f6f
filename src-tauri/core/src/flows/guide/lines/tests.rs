//! Lines per recipe and answers: which, in which order, and with which names.

use std::collections::HashSet;

use super::*;
use crate::model::view::{Answer, RecipeFlow, RecipeId, Section as S};

fn drawn(recipe: RecipeId, given: &[(Answer, &str)]) -> Vec<SectionView> {
    let recipe = Recipe::of(recipe).expect("a recipe");
    let mut answers = Answers::default();
    for (answer, value) in given {
        answers.give(recipe, *answer, value).expect("an answer");
    }
    let plan = Plan::of(recipe, &answers);
    sections(&Sources { recipe, answers: &answers, plan: &plan })
}

fn names(sections: &[SectionView]) -> Vec<&str> {
    sections.iter().flat_map(|section| &section.lines).map(|line| line.id.0.as_str()).collect()
}

fn line<'a>(sections: &'a [SectionView], id: &str) -> &'a LineView {
    let mut lines = sections.iter().flat_map(|section| &section.lines);
    lines.find(|line| line.id.0 == id).unwrap_or_else(|| panic!("no line {id} in {:?}", names(sections)))
}

#[test]
fn the_rehearsal_tools_guide_goes_through_setup_from_top_to_bottom() {
    let expected = [
        "before.may_create_apps",
        "before.rehearsal_tool_release",
        "before.domain",
        "before.kind",
        "before.port",
        "open.page",
        "open.press.new_external_client_app",
        "basic.app_name",
        "basic.api_name",
        "basic.contact_email",
        "basic.distribution",
        "oauth.press.enable_oauth_settings",
        "oauth.box.enable_oauth",
        "oauth.callbacks",
        "oauth.scope.api",
        "oauth.scope.refresh_token",
        "oauth.scope.sfap_api",
        "oauth.box.code_and_credentials_flow",
        "oauth.box.secret_for_web_server",
        "oauth.box.secret_for_refresh",
        "oauth.box.pkce",
        "oauth.leave.rotation",
        "oauth.press.create",
        "policies.press.policies_tab",
        "policies.press.edit",
        "policies.press.oauth_policies",
        "policies.ip_relaxation",
        "policies.press.save",
        "credentials.press.settings_tab",
        "credentials.press.oauth_settings",
        "credentials.press.key_and_secret",
        "credentials.press.verify",
        "credentials.key",
        "credentials.secret",
    ];
    assert_eq!(names(&drawn(RecipeId::RehearsalTool, &[])), expected);
}

#[test]
fn parts_of_a_page_are_named_where_they_begin() {
    let parts = |recipe| -> Vec<(String, SetupLabel)> {
        let lines = drawn(recipe, &[]).into_iter().flat_map(|section| section.lines);
        lines.filter_map(|line| Some((line.id.0, line.heading?))).collect()
    };
    let named = |id: &str, label| (id.to_owned(), label);
    let expected = [
        named("oauth.scope.api", SetupLabel::OauthScopes),
        named("oauth.box.code_and_credentials_flow", SetupLabel::FlowEnablement),
        named("oauth.box.secret_for_web_server", SetupLabel::Security),
        named("policies.ip_relaxation", SetupLabel::AppAuthorization),
    ];
    assert_eq!(parts(RecipeId::RehearsalTool), expected);
    let of_production = parts(RecipeId::ProductionIntegration);
    let expected = [
        named("policies.select_permission_sets", SetupLabel::AppPolicies),
        named("policies.refresh_token_policy", SetupLabel::AppAuthorization),
    ];
    assert_eq!(of_production[3..], expected);
}

#[test]
fn the_names_of_lines_are_each_once_and_say_their_section() {
    for recipe in Recipe::all() {
        for flow in &recipe.flows {
            let sections = drawn(recipe.recipe, &[(Answer::Flow, &word_of(flow))]);
            let names = names(&sections);
            assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{:?}", recipe.recipe);
            for section in &sections {
                let begins = format!("{}.", word_of(&section.section));
                assert!(section.lines.iter().all(|line| line.id.0.starts_with(&begins)), "{begins}");
            }
            assert!(sections.iter().all(|section| section.lines.iter().all(|line| line.tick.is_none())));
        }
    }
}

#[test]
fn every_reason_and_every_advice_that_the_window_has_words_for_is_given_somewhere() {
    let words = |list: String| -> HashSet<String> {
        list.split('|').map(|word| word.trim().trim_matches('"').to_owned()).collect()
    };
    let (mut whys, mut advice) = (HashSet::new(), HashSet::new());
    for recipe in Recipe::all() {
        for flow in &recipe.flows {
            let sections = drawn(recipe.recipe, &[(Answer::Flow, &word_of(flow))]);
            let lines = sections.into_iter().flat_map(|section| section.lines);
            for line in lines {
                whys.extend(line.why.map(|why| word_of(&why)));
                advice.extend(line.advice.map(|advice| word_of(&advice)));
            }
        }
    }
    let config = ts_rs::Config::default();
    assert_eq!(whys, words(<Why as ts_rs::TS>::inline(&config)));
    assert_eq!(advice, words(<Advice as ts_rs::TS>::inline(&config)));
}

#[test]
fn their_callback_stands_before_ours_once_it_is_known() {
    let asked = drawn(RecipeId::ApiIntegration, &[]);
    let ours = Line::Enter { field: SetupLabel::CallbackUrl, value: "http://localhost:33333".to_owned() };
    assert_eq!(line(&asked, CALLBACKS).line, ours);
    assert!(matches!(&line(&asked, "oauth.their_callback").line, Line::Ask { value: None, .. }));
    let known = drawn(RecipeId::ApiIntegration, &[(Answer::TheirCallback, "https://acme.com/callback")]);
    let both = "https://acme.com/callback\nhttp://localhost:33333".to_owned();
    assert_eq!(line(&known, CALLBACKS).line, Line::Enter { field: SetupLabel::CallbackUrl, value: both });
    let theirs = &line(&known, "oauth.their_callback").line;
    assert!(
        matches!(theirs, Line::Given { answer: Answer::TheirCallback, .. }),
        "not to be put in by itself"
    );
}

#[test]
fn what_nothing_works_without_is_needed_and_what_setup_can_do_without_is_not() {
    let by_assertion = (Answer::Flow, "jwt_bearer");
    let lines = [
        (RecipeId::ClientCredentials, vec![], "policies.run_as", true),
        (RecipeId::ProductionIntegration, vec![], "policies.select_permission_sets", true),
        (RecipeId::ProductionIntegration, vec![], "policies.custom_scopes", false),
        (RecipeId::LightningOut, vec![by_assertion], "policies.select_permission_sets", true),
        (RecipeId::LightningOut, vec![by_assertion], "certificate.username", true),
        (RecipeId::ApiIntegration, vec![], "oauth.their_callback", false),
    ];
    for (recipe, given, id, expected) in lines {
        let Line::Ask { is_needed, .. } = line(&drawn(recipe, &given), id).line else { panic!("{id}") };
        assert_eq!(is_needed, expected, "{recipe:?} {id}");
    }
}

#[test]
fn a_box_that_is_greyed_out_is_left_as_it_is() {
    let locked = drawn(RecipeId::RehearsalTool, &[(Answer::PkceLocked, "yes")]);
    let pkce = Line::Box { label: SetupLabel::Pkce, on: false, may_be_locked: true, is_locked: true };
    assert_eq!(line(&locked, "oauth.box.pkce").line, pkce);
    assert!(!line(&locked, "oauth.box.pkce").can_be_proven, "no token shows it");
}

#[test]
fn the_certificate_comes_after_the_credentials_and_only_for_signed_assertions() {
    let sections = |given: &[(Answer, &str)]| -> Vec<S> {
        drawn(RecipeId::LightningOut, given).iter().map(|section| section.section).collect()
    };
    assert_eq!(sections(&[]), [S::Before, S::Open, S::Basic, S::Oauth, S::Credentials, S::Around]);
    let by_assertion = sections(&[(Answer::Flow, "jwt_bearer")]);
    let expected =
        [S::Before, S::Open, S::Basic, S::Oauth, S::Policies, S::Credentials, S::Certificate, S::Around];
    assert_eq!(by_assertion, expected);
    let lines = drawn(RecipeId::LightningOut, &[(Answer::Flow, "jwt_bearer")]);
    assert!(names(&lines).contains(&"certificate.box.jwt_bearer_flow"));
    assert!(!names(&lines).contains(&"oauth.box.jwt_bearer_flow"), "it wants its certificate at once");
    assert!(!names(&lines).contains(&"before.port"), "nobody is sent back to a port");
}

#[test]
fn what_a_written_guide_asks_too_much_is_left_out_and_explained() {
    let sections = drawn(RecipeId::ClientCredentials, &[]);
    for (scope, why) in [("full", Why::ScopeFullTooWide), ("openid", Why::ScopeOpenidNotNeeded)] {
        let left_out = line(&sections, &format!("oauth.left_out.{scope}"));
        assert_eq!((&left_out.line, left_out.why), (&Line::LeaveOut { scope: scope.to_owned() }, Some(why)));
    }
    assert!(!names(&sections).contains(&"oauth.scope.full"));
    let order = ["policies.client_credentials_flow", "policies.run_as"];
    let policies: Vec<&str> = names(&sections).into_iter().filter(|name| order.contains(name)).collect();
    assert_eq!(policies, order, "the box shows the field");
}

#[test]
fn the_origin_of_their_pages_follows_from_their_callback() {
    let given = [(Answer::TheirCallback, "https://shop.acme.com:8443/callback.html?a=b")];
    let sections = drawn(RecipeId::LightningOut, &given);
    let origin = "https://shop.acme.com:8443".to_owned();
    let expected = Line::Enter { field: SetupLabel::TrustedDomains, value: origin };
    assert_eq!(line(&sections, "around.trusted_domains").line, expected);
}

#[test]
fn a_secret_is_optional_only_where_it_is_sent_by_nobody() {
    for (recipe, flow, expected, why) in [
        (RecipeId::RehearsalTool, RecipeFlow::AuthorizationCode, false, Why::SecretNotRequired),
        (RecipeId::ApiIntegration, RecipeFlow::AuthorizationCode, false, Why::SecretRequired),
        (RecipeId::LightningOut, RecipeFlow::JwtBearer, true, Why::SecretNotForAssertions),
        (RecipeId::ClientCredentials, RecipeFlow::ClientCredentials, false, Why::SecretRequired),
    ] {
        let sections = drawn(recipe, &[(Answer::Flow, &word_of(&flow))]);
        let line = line(&sections, SECRET);
        let Line::Credential { is_optional, .. } = line.line else { panic!("{recipe:?}") };
        assert_eq!((is_optional, line.why), (expected, Some(why)), "{recipe:?}");
    }
}
