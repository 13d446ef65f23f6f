// Set-ups as the program behind the window would tell them.

import type { GuideProgress } from "../wire/GuideProgress";
import type { GuideView } from "../wire/GuideView";
import type { Line } from "../wire/Line";
import type { LineView } from "../wire/LineView";
import type { ProofStepView } from "../wire/ProofStepView";
import type { ProofView } from "../wire/ProofView";
import type { Tick } from "../wire/Tick";

/** What a line knows beside what is to be done. */
type Known = Pick<LineView, "tick" | "canBeProven" | "why" | "advice" | "heading">;

export const line = (id: string, what: Line, more: Partial<Known> = {}): LineView => ({
  id,
  ...what,
  tick: null,
  canBeProven: true,
  why: null,
  advice: null,
  source: "Salesforce Help",
  sure: "official",
  heading: null,
  ...more,
});

export const progress = (more: Partial<GuideProgress> = {}): GuideProgress => ({
  id: "guide-acu",
  recipe: "rehearsal_tool",
  appName: "Rehearsal Tool",
  app: null,
  done: 6,
  of: 10,
  isProven: false,
  ...more,
});

/** The set-up of the Rehearsal Tool, with one line of each kind; ticks by the names of lines. */
export const guide = (more: Partial<GuideView> = {}, ticks: Readonly<Record<string, Tick>> = {}): GuideView => ({
  progress: progress(),
  org: "org-acu",
  dated: "2026-11-26",
  flow: "authorization_code",
  flows: ["authorization_code"],
  sections: sections(ticks),
  current: "open",
  answers: [],
  key: null,
  secret: null,
  wereSwapped: false,
  catchingUntil: null,
  proof: null,
  drift: null,
  ...more,
});

function sections(ticks: Readonly<Record<string, Tick>>): GuideView["sections"] {
  const ticked = (each: LineView): LineView => ({ ...each, tick: ticks[each.id] ?? each.tick });
  const box = (label: "enable_oauth" | "pkce", on: boolean): Line => ({ line: "box", label, on, mayBeLocked: label === "pkce", isLocked: false });
  const all: GuideView["sections"] = [
    {
      section: "before",
      lines: [
        line("before.may", { line: "question", question: "may_create_apps" }, { canBeProven: false, tick: "claimed" }),
        line("before.port", { line: "look", at: "port", verdict: { is: "passed", note: null } }, { tick: "proved" }),
      ],
    },
    {
      section: "open",
      lines: [
        line("open.page", { line: "open", page: "external_client_app_manager" }, { why: "manager_not_app_manager" }),
        line("open.new", { line: "press", label: "new_external_client_app" }, { canBeProven: false }),
      ],
    },
    {
      section: "basic",
      lines: [
        line("basic.name", { line: "enter", field: "app_name", value: "Rehearsal Tool" }),
        line("basic.api", { line: "expect", field: "api_name", value: "Rehearsal_Tool" }, { why: "api_name_rules" }),
        line("basic.email", { line: "ask", field: "contact_email", answer: "contact_email", value: null, isNeeded: false }),
        line("basic.state", { line: "choose", field: "distribution_state", choice: "distribution_local", value: null }),
      ],
    },
    {
      section: "oauth",
      lines: [
        line("oauth.enable", box("enable_oauth", true)),
        line("oauth.callbacks", { line: "enter", field: "callback_url", value: "http://localhost:33333" }),
        line("oauth.scope.api", { line: "scope", scope: "api" }, { why: "scope_api" }),
        line("oauth.pkce", box("pkce", false), { why: "pkce_off_where_it_can_be", advice: "leave_pkce_on", canBeProven: false }),
      ],
    },
    {
      section: "credentials",
      lines: [
        line("credentials.key", { line: "credential", credential: "key", isOptional: false }),
        line("credentials.secret", { line: "credential", credential: "secret", isOptional: true }),
      ],
    },
  ];
  return all.map(({ section, lines }) => ({ section, lines: lines.map(ticked) }));
}

const passed = { is: "passed", note: null } as const;

/** Everything that a sign-in of the Rehearsal Tool proves. */
export const proofSteps = (): ProofStepView[] => [
  { step: { step: "signed_in" }, verdict: passed },
  { step: { step: "scope", scope: "api" }, verdict: passed },
  { step: { step: "stays_signed_in" }, verdict: passed },
  { step: { step: "renewed" }, verdict: passed },
  {
    step: { step: "call", request: "GET https://acme--uat.sandbox.my.salesforce.com/services/data/v65.0/query", answer: "Acme Retail Ltd, Enterprise Edition" },
    verdict: passed,
  },
];

export const proof = (more: Partial<ProofView> = {}): ProofView => ({
  steps: proofSteps(),
  isFinished: true,
  connected: { organization: "Acme Retail Ltd", environment: "uat", username: "ana@acme.com" },
  begunAt: Date.UTC(2026, 10, 26, 12),
  ...more,
});
