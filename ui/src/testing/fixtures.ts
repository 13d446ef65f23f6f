// Orgs and apps as the program behind the window would tell them.

import type { AppView } from "../wire/AppView";
import type { ClipboardView } from "../wire/ClipboardView";
import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { GrantView } from "../wire/GrantView";
import type { Meaning } from "../wire/Meaning";
import type { OrgView } from "../wire/OrgView";
import type { SelfCheckView } from "../wire/SelfCheckView";
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
  ...more,
});

export const app = (more: Partial<AppView> = {}): AppView => ({
  id: "app-acu",
  name: "Rehearsal Tool",
  callbackUrl: "http://localhost:33333",
  scopes: ["api", "refresh_token", "sfap_api"],
  key: { lastFour: "NkoM", fingerprint: "3fa91c42" },
  secret: { lastFour: "9F0C", fingerprint: "77b0e1d5" },
  status: { word: "fresh", until: Date.now() + 9 * MINUTE, renews: true },
  grant: grant(),
  ...more,
});

export const org = (more: Partial<OrgView> = {}): OrgView => ({
  id: "org-acu",
  client: "Acme Retail",
  name: "UAT",
  code: "acu",
  host: "acme--uat.sandbox.my.salesforce.com",
  environment: "uat",
  chosenEnvironment: null,
  organizationName: "Acme Retail Ltd",
  organizationId: "00D5g00000AbCdEEAV",
  apps: [app()],
  ...more,
});

/** An org with one app, both named after the code. */
function entry(code: string, client: string, name: string, environment: Environment, host: string, more: Partial<AppView>): OrgView {
  return org({ id: `org-${code}`, code, client, name, environment, host, apps: [app({ id: `app-${code}`, ...more })] });
}

export const refused = (meaning: Meaning | null, error: string, description: string, stage: Stage = "authorize"): Failure => ({
  code: "refused",
  refusal: { stage, error, description, meaning },
});

export const callbackMismatch = refused("callback_mismatch", "redirect_uri_mismatch", "redirect_uri must match configuration");

/** Three clients, eight orgs, every environment, every status. */
export const orgs = (): OrgView[] => [
  entry("acp", "Acme Retail", "Production", "production", "acme.my.salesforce.com", {
    status: { word: "fresh", until: Date.now() + 7 * MINUTE, renews: true },
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
  host: "acme--uat.sandbox.my.salesforce.com",
  browser: null,
  expectedUser: "ana@acme.com",
  step,
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
