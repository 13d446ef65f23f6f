// Orgs and apps as the program behind the window would tell them.

import type { AppView } from "../wire/AppView";
import type { CauseView } from "../wire/CauseView";
import type { CertificateView } from "../wire/CertificateView";
import type { ClipboardView } from "../wire/ClipboardView";
import type { DiagnosisView } from "../wire/DiagnosisView";
import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { GrantView } from "../wire/GrantView";
import type { Meaning } from "../wire/Meaning";
import type { NetworkView } from "../wire/NetworkView";
import type { OrgView } from "../wire/OrgView";
import type { PrivateKeyView } from "../wire/PrivateKeyView";
import type { QuickSettings } from "../wire/QuickSettings";
import type { Readiness } from "../wire/Readiness";
import type { ReadinessView } from "../wire/ReadinessView";
import type { SelfCheckView } from "../wire/SelfCheckView";
import type { SetView } from "../wire/SetView";
import type { SignInStep } from "../wire/SignInStep";
import type { SignInView } from "../wire/SignInView";
import type { Stage } from "../wire/Stage";
import type { UnsavedView } from "../wire/UnsavedView";
import type { UpkeepView } from "../wire/UpkeepView";

export const MINUTE = 60_000;

export const grant = (more: Partial<GrantView> = {}): GrantView => ({
  username: "ana@acme.com",
  userId: "0055g00000AbCdEAAV",
  scopes: ["api", "refresh_token", "sfap_api"],
  missingScopes: [],
  instanceUrl: "https://acme--uat.sandbox.my.salesforce.com",
  refreshable: true,
  provenAt: Date.now() - MINUTE,
  signedInAt: Date.now() - 3 * 24 * 60 * MINUTE,
  ends: null,
  idleEnd: null,
  approvals: { known: 1, about: 5 },
  serverUse: null,
  ...more,
});

export const app = (more: Partial<AppView> = {}): AppView => ({
  id: "app-acu",
  name: "Rehearsal Tool",
  flow: { flow: "authorization_code" },
  callbackUrl: "http://localhost:33333",
  furtherCallbacks: [],
  scopes: ["api", "refresh_token", "sfap_api"],
  key: { lastFour: "NkoM", fingerprint: "3fa91c42" },
  secret: { lastFour: "9F0C", fingerprint: "77b0e1d5" },
  status: { word: "fresh", until: Date.now() + 9 * MINUTE, next: "renews" },
  grant: grant(),
  lastUsed: null,
  tools: [],
  ...more,
});

export const org = (more: Partial<OrgView> = {}): OrgView => ({
  id: "org-acu",
  clientId: "client-ac",
  client: "Acme Retail",
  name: "UAT",
  code: "acu",
  host: "acme--uat.sandbox.my.salesforce.com",
  environment: "uat",
  chosenEnvironment: null,
  organizationName: "Acme Retail Ltd",
  organizationId: "00D5g00000AbCdEEAV",
  browser: null,
  isPinned: false,
  notes: "",
  guard: { level: "off", chosen: null, openUntil: null },
  keepsAlive: false,
  copyAs: "token",
  refreshedAt: null,
  apps: [app()],
  guides: [],
  ...more,
});

/** An org with one app, both named after the code. */
function entry(code: string, client: string, name: string, environment: Environment, host: string, more: Partial<AppView>): OrgView {
  return org({ id: `org-${code}`, clientId: `client-${code.slice(0, 2)}`, code, client, name, environment, host, apps: [app({ id: `app-${code}`, ...more })] });
}

export const refused = (
  meaning: Meaning | null,
  error: string,
  description: string,
  stage: Stage = "authorize",
  causes: CauseView[] = [],
): Failure => ({
  code: "refused",
  refusal: { stage, error, description, meaning, causes, sure: meaning === null ? null : "reported" },
});

export const callbackMismatch = refused(
  "callback_mismatch",
  "redirect_uri_mismatch",
  "redirect_uri must match configuration",
  "authorize",
  [
    { cause: "callback_not_registered", page: "external_client_app_manager", value: "callback_url" },
    { cause: "app_too_young", page: null, value: null },
  ],
);

export const certificate = (more: Partial<CertificateView> = {}): CertificateView => ({
  subject: "CN=Keyperch Rehearsal Tool",
  fingerprint: "5e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
  bits: 2048,
  endsAt: Date.UTC(2028, 10, 20, 12),
  ...more,
});

/** An app that signs for one user. */
export const jwtApp = (more: Partial<AppView> = {}): AppView =>
  app({
    flow: {
      flow: "jwt_bearer",
      username: "integration@acme.com.uat",
      audience: "test",
      key: { lastFour: "", fingerprint: "c0ffee42" },
      certificate: certificate(),
    },
    secret: null,
    ...more,
  });

/** Three clients, eight orgs, every environment, every status. */
export const orgs = (): OrgView[] => [
  entry("acp", "Acme Retail", "Production", "production", "acme.my.salesforce.com", {
    status: { word: "fresh", until: Date.now() + 7 * MINUTE, next: "renews" },
    grant: grant({ instanceUrl: "https://acme.my.salesforce.com" }),
  }),
  entry("acf", "Acme Retail", "Full copy", "full_copy", "acme--full.sandbox.my.salesforce.com", {
    status: { word: "renews" },
    grant: grant({ provenAt: Date.now() - 130 * MINUTE }),
  }),
  org({
    apps: [
      app(),
      app({
        id: "app-acu2",
        name: "Postman collection for the integration team",
        secret: null,
        status: { word: "sign_in" },
        grant: null,
      }),
    ],
  }),
  entry("aca", "Acme Retail", "Dev Ana", "development", "acme--devana.sandbox.my.salesforce.com", {
    status: { word: "sign_in" },
    grant: grant({ missingScopes: ["sfap_api"], refreshable: false }),
  }),
  entry("bop", "Boreal Bank", "Production", "production", "borealbank.my.salesforce.com", {
    status: { word: "problem", failure: callbackMismatch },
    grant: null,
  }),
  entry("bos", "Boreal Bank", "SIT", "integration", "borealbank--sit.sandbox.my.salesforce.com", {
    status: { word: "renews" },
    grant: grant({ username: "integration.user@borealbank.example.sit" }),
  }),
  org({
    id: "org-cos",
    clientId: "client-co",
    client: "Cobalt Energy",
    name: "fun-dream-1234",
    code: "cos",
    environment: "scratch",
    host: "fun-dream-1234.scratch.my.salesforce.com",
    organizationName: null,
    organizationId: null,
    apps: [],
  }),
  entry("col", "Cobalt Energy", "Login page", "unknown", "login.salesforce.com", {
    status: { word: "sign_in" },
    grant: null,
    name: "Data Loader",
  }),
];

export const signIn = (step: SignInStep, more: Partial<SignInView> = {}): SignInView => ({
  app: "app-acu",
  tool: null,
  host: "acme--uat.sandbox.my.salesforce.com",
  way: "browser",
  browser: null,
  expectedUser: "ana@acme.com",
  checks: [],
  step,
  ...more,
});

/** The step in which the browser is waited for. */
export const waiting = (minutes: number, hint: "forced_https" | null = null): SignInStep => ({
  at: "waiting",
  until: Date.now() + minutes * MINUTE,
  callback: "http://localhost:33333",
  hint,
});

export const privateKey = (): PrivateKeyView => ({
  draft: "draft-key-pair",
  hint: { lastFour: "", fingerprint: "c0ffee42" },
  certificate: certificate(),
});

export const readiness = (state: Readiness, more: Partial<ReadinessView> = {}): ReadinessView => ({
  app: "app-acu",
  nextAt: Date.now() + MINUTE,
  until: Date.now() + 15 * MINUTE,
  state,
  ...more,
});

/** A check of a connection in which one thing does not work. */
export const diagnosis = (more: Partial<DiagnosisView> = {}): DiagnosisView => ({
  app: "app-acu",
  checks: [
    { check: "keychain", verdict: { is: "passed", note: null } },
    { check: "tls", verdict: { is: "passed", note: { says: "issuer", issuer: "DigiCert TLS RSA SHA256 2020 CA1" } } },
    { check: "key_and_callback", verdict: { is: "failed", failure: callbackMismatch } },
    { check: "scopes", verdict: { is: "warned", note: { says: "missing_scopes", scopes: ["sfap_api"] } } },
    { check: "grant", verdict: { is: "cannot_tell" } },
    { check: "secret", verdict: { is: "not_needed" } },
  ],
  isFinished: true,
  begunAt: Date.UTC(2026, 10, 20, 12),
  ...more,
});

/** As the computer says, and the computer says nothing. */
export const network = (more: Partial<NetworkView> = {}): NetworkView => ({
  proxy: { choice: "system" },
  systemProxy: null,
  authorities: [],
  authoritiesOfStart: [],
  ...more,
});

export const clipboard = (more: Partial<ClipboardView> = {}): ClipboardView => ({
  what: "token",
  org: "Acme Retail UAT",
  environment: "uat",
  clearsAt: Date.now() + 90_000,
  ...more,
});

/** Nothing to look after. */
export const upkeep = (more: Partial<UpkeepView> = {}): UpkeepView => ({
  unsaved: [],
  leaving: 0,
  memoryOnly: false,
  isEnding: false,
  ...more,
});

export const unsaved = (more: Partial<UnsavedView> = {}): UnsavedView => ({
  app: "app-acu",
  org: "Acme Retail UAT",
  environment: "uat",
  failure: { code: "keychain_frozen" },
  ...more,
});

/** List and keychain agree. */
export const selfCheck = (more: Partial<SelfCheckView> = {}): SelfCheckView => ({
  orgs: 8,
  apps: 8,
  grants: 5,
  items: 26,
  orphans: 0,
  missing: [],
  leaving: 0,
  backedUpAt: Date.UTC(2026, 10, 20, 12),
  ...more,
});

/** Keys that work. */
export const quickSettings = (more: Partial<QuickSettings> = {}): QuickSettings => ({
  shortcut: "Ctrl+Alt+K",
  shortcutState: "works",
  command: "keyperch --quick",
  instantCodes: false,
  ...more,
});

export const setView = (more: Partial<SetView> = {}): SetView => ({
  id: "set-1",
  name: "Acme all",
  code: "aca",
  shape: "env",
  apps: ["app-acu", "app-acp"],
  environment: "production",
  ...more,
});
