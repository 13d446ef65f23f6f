// Apps that Keyperch makes by itself, as the program behind the window would tell of them.

import type { DeployState } from "../wire/DeployState";
import type { DeployView } from "../wire/DeployView";
import type { GuideProgress } from "../wire/GuideProgress";
import type { GuideView } from "../wire/GuideView";
import type { LineView } from "../wire/LineView";
import type { OrgView } from "../wire/OrgView";
import type { SettingView } from "../wire/SettingView";
import { app, org } from "./fixtures";

export const begun = (more: Partial<GuideProgress> = {}): GuideProgress => ({
  id: "guide-1",
  recipe: "rehearsal_tool",
  appName: "Rehearsal Tool",
  app: null,
  done: 3,
  of: 24,
  isProven: false,
  ...more,
});

/** An org in which one app is signed in, and another one is being set up. */
export const orgWithGuide = (more: Partial<OrgView> = {}): OrgView =>
  org({ apps: [app({ name: "Data Loader" })], guides: [begun()], ...more });

/** A field of Setup whose value only the person knows. */
export const asked = (more: Partial<Extract<LineView, { line: "ask" }>> = {}): LineView => ({
  id: "contact-email",
  tick: null,
  canBeProven: false,
  why: null,
  advice: null,
  source: "",
  sure: "official",
  heading: null,
  line: "ask",
  field: "contact_email",
  answer: "contact_email",
  value: null,
  isNeeded: true,
  ...more,
});

/** The guide that is open; this is asked in it, and this is what was answered as a contact. */
export const guideWith = (lines: LineView[], email: string | null = null): GuideView => ({
  progress: begun(),
  org: "org-acu",
  dated: "2026-11-20",
  flow: "authorization_code",
  flows: ["authorization_code"],
  sections: [{ section: "basic", lines }],
  current: "basic",
  answers: [{ answer: "contact_email", value: email }],
  key: null,
  secret: null,
  wereSwapped: false,
  catchingUntil: null,
  proof: null,
  drift: null,
});

/** One that is far enough to have told what became of two components. */
export const deploy = (state: DeployState, more: Partial<DeployView> = {}): DeployView => ({
  guide: "guide-1",
  through: "app-acu",
  isDryRun: true,
  state,
  done: 2,
  of: 5,
  components: [
    { kind: "ExternalClientApplication", name: "Rehearsal_Tool", outcome: "created", problem: null },
    { kind: "ExtlClntAppGlobalOauthSettings", name: "Rehearsal_Tool_glbloauth", outcome: "created", problem: null },
  ],
  readBack: [],
  hasReadCredentials: false,
  ...more,
});

export const setting = (more: Partial<SettingView> = {}): SettingView => ({
  line: null,
  setting: "pkce",
  wanted: { is: "box", on: false },
  found: { is: "box", on: true },
  ...more,
});
