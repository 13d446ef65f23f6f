// English: the way through the network: what stands in it, and how it is set.

import type { ProxyRefused } from "../wire/ProxyRefused";
import type { TlsReason } from "../wire/TlsReason";
import { plural } from "./plural";
import type { FailureWords } from "./words";

type OfNetwork =
  | "foreign_instance"
  | "host_unknown"
  | "unreachable"
  | "tls_refused"
  | "proxy_unreachable"
  | "proxy_authentication"
  | "captive_portal"
  | "not_salesforce"
  | "server_trouble"
  | "clock_off";

const why: Record<TlsReason, (host: string, issuer: string | null) => string> = {
  unknown_issuer: (host, issuer) =>
    issuer === null
      ? `The certificate of ${host} was issued by nobody whom this computer trusts.`
      : `The certificate of ${host} was issued by “${issuer}”, whom this computer does not trust.`,
  expired: (host, issuer) => `The certificate of ${host}${by(issuer)} has expired, or this computer’s clock is wrong.`,
  not_yet_valid: (host, issuer) =>
    `The certificate of ${host}${by(issuer)} is not valid yet, or this computer’s clock is wrong.`,
  wrong_name: (host, issuer) => `The certificate${by(issuer)} is for another name than ${host}.`,
  cut_off: (host) => `The connection to ${host} was cut off before it was safe.`,
  other: (host, issuer) => `The certificate of ${host}${by(issuer)} cannot be trusted.`,
};

const by = (issuer: string | null): string => (issuer === null ? "" : `, issued by “${issuer}”,`);

const trust: Record<TlsReason, readonly string[]> = {
  unknown_issuer: [
    "On a company network? It may read along with a certificate of its own. Ask IT whether this is theirs.",
    "Is it? Ask IT to add its certificate to this computer, or for the file, and choose that in Network settings.",
    "Does nobody know it? Do not go on. Try another network.",
  ],
  expired: ["Set this computer’s clock, then try again.", "Is the clock right? Show the details below to IT."],
  not_yet_valid: ["Set this computer’s clock, then try again.", "Is the clock right? Show the details below to IT."],
  wrong_name: ["Is the address of the org right?", "On a company network or a Wi-Fi with a log-in page? Ask IT."],
  cut_off: ["On a company network? A firewall may cut it off: show the details below to IT.", "Then try again."],
  other: ["On a company network? Show the details below to IT.", "Then try again."],
};

/** How far two clocks are apart. */
export function apart(seconds: number): string {
  const far = Math.abs(seconds);
  if (far < 120) return plural(far, "second", "seconds");
  if (far < 7200) return plural(Math.round(far / 60), "minute", "minutes");
  return plural(Math.round(far / 3600), "hour", "hours");
}

export const ofNetwork: Pick<FailureWords, OfNetwork> = {
  foreign_instance: ({ host }) => ({
    title: "The answer did not come from Salesforce",
    what: `It named ${host} as the place for tokens. That is not Salesforce’s, so nothing was saved or sent there.`,
    steps: ["Check the address of the org.", "Tell your IT department if it happens again."],
  }),
  host_unknown: ({ host }) => ({
    title: "This address cannot be found",
    what: `No computer answers to the name ${host}.`,
    steps: ["Are you online, and on the VPN if you need one?", "Is the name right? A deleted sandbox has none."],
  }),
  unreachable: ({ host }) => ({
    title: "Salesforce cannot be reached",
    what: `There was no answer from ${host}.`,
    steps: [
      "Are you online, and on the VPN if you need one?",
      "On a company network? It may need a proxy: see Network settings.",
      "Then try again. Nothing was lost.",
    ],
  }),
  tls_refused: ({ host, reason, issuer }) => ({
    title: "The connection is not safe",
    what: `${why[reason](host, issuer)} Nothing was sent.`,
    steps: trust[reason],
  }),
  proxy_unreachable: ({ proxy }) => ({
    title: "The proxy does not answer",
    what: `Requests are to go through ${proxy}, and it cannot be reached. Nothing was sent.`,
    steps: [
      "Are you on the company’s network or VPN? Elsewhere there is often no such proxy.",
      "Compare the proxy with what IT gave you, in Network settings.",
    ],
  }),
  proxy_authentication: ({ proxy }) => ({
    title: "The proxy wants to know who asks",
    what: `${proxy} let nothing through: it wants a username and a password, or others than these. Nothing was sent.`,
    steps: [
      "Enter both in Network settings.",
      "Does it ask for a Windows log-in (NTLM, Kerberos)? Keyperch cannot do that: ask IT for another way.",
    ],
  }),
  captive_portal: ({ host }) => ({
    title: "The network wants you to log in first",
    what: `A page of somebody else’s came in place of ${host}. Hotels, trains and guest networks do so.`,
    steps: ["Open any web page in your browser and log in to the network.", "Then try again."],
  }),
  not_salesforce: ({ host }) => ({
    title: "Something else answered instead of Salesforce",
    what: `The answer from ${host} is not one of Salesforce’s. A proxy may have put it there.`,
    steps: ["Open the org in your browser. Does it open there?", "On a company network? Ask IT.", "Then try again."],
  }),
  server_trouble: ({ host }) => ({
    title: "Salesforce has a problem at the moment",
    what: `${host} answered with an error. Nothing is wrong with your app.`,
    steps: ["Wait some minutes, then try again. status.salesforce.com tells more."],
  }),
  clock_off: ({ seconds }) => ({
    title: "This computer’s clock is wrong",
    what: `It is ${apart(seconds)} ${seconds > 0 ? "ahead of" : "behind"} Salesforce’s, so what it signs is not taken.`,
    steps: ["Open this computer’s settings for date and time. Let it set the clock by itself.", "Then try again."],
  }),
};

/** Why an address is not one of a proxy that can be used. */
export const proxies: Record<ProxyRefused, string> = {
  https: "This is a proxy over TLS. Keyperch can use only one that begins with http://.",
  socks: "This is a SOCKS proxy. Keyperch can use only an HTTP proxy: ask IT for its address.",
  script: "This is a script that names proxies (PAC). Ask IT for the proxy itself, as host and port.",
  path: "Nothing may stand after host and port.",
  user: "Leave the user out of the address: username and password have fields of their own.",
  no_port: "The port is missing, as in proxy.acme.example:3128.",
  not_an_address: "This is not a host and a port, as in proxy.acme.example:3128.",
};

export const network = {
  network: {
    title: "Network settings",
    loading: "Looking up the settings…",
    way: "Way out of the network",
    system: "As this computer says",
    systemIs: (proxy: string | null) => (proxy === null ? "It says: no proxy." : `It says: ${proxy}`),
    none: "No proxy",
    noneHint: "Whatever this computer says.",
    manual: "This proxy",
    manualHint: "An HTTP proxy, by host and port.",
    address: "Proxy",
    addressHint: "Such as proxy.acme.example:3128.",
    username: "Username",
    usernameHint: "Empty, if the proxy does not ask who you are.",
    password: "Password",
    passwordHint: "Copy it, then press Paste. It goes straight into the keychain and is never shown.",
    pastePassword: "Paste password",
    pasted: "Pasted. It is kept when you save.",
    stored: "Stored in the keychain.",
    noPassword: "None stored.",
    forgetPassword: "Forget it",
    authorities: "Trusted certificate authorities",
    authoritiesHint:
      "Those of this computer are always trusted. Choose a file in addition if your company’s network reads along.",
    until: (when: string) => `valid until ${when}`,
    ofStart: "given at the start, by KEYPERCH_EXTRA_CA",
    choose: "Choose a file…",
    forget: "Trust them no more",
    save: "Save",
    saved: "Network settings",
  },
};
