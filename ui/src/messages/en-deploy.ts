// English: an app that Keyperch makes by itself, after a dry run; or saves, for the Salesforce CLI to make.

import type { DeployState } from "../wire/DeployState";
import type { MetadataShape } from "../wire/MetadataShape";
import type { Outcome } from "../wire/Outcome";
import { plural } from "./plural";

/** What Salesforce calls a component, in words; an unknown one keeps Salesforce’s. */
const kinds: Readonly<Record<string, string>> = {
  ExternalClientApplication: "External Client App",
  ExtlClntAppGlobalOauthSettings: "OAuth settings: callback, flows, security",
  ExtlClntAppOauthSettings: "OAuth settings: scopes",
  ExtlClntAppOauthConfigurablePolicies: "OAuth policies",
  ExtlClntAppConfigurablePolicies: "App policies",
};

const wouldBe: Record<Outcome, string> = {
  created: "would be created",
  changed: "is there already, and would be changed",
  unchanged: "is there already, and would stay as it is",
  refused: "refused",
};

const was: Record<Outcome, string> = {
  created: "created",
  changed: "changed",
  unchanged: "stayed as it was",
  refused: "refused",
};

type Running = Extract<DeployState["is"], "sending" | "running" | "cancelling" | "reading_back">;

const steps: Record<Running, string> = {
  sending: "Sending it to Salesforce…",
  running: "Salesforce is working…",
  cancelling: "Cancelling…",
  reading_back: "Made. Reading back what Salesforce kept…",
};

const saved: Record<MetadataShape, string> = {
  source_folder: "Saved. The file README.txt in that folder says which two commands make the app.",
  zip: "Saved. Any tool that deploys metadata takes this zip.",
};

export const deploy = {
  createForMe: {
    title: (app: string) => `Create ${app} for me`,
    text: "Keyperch makes the app as the guide says, through a sign-in that you already have in this org. First it only asks Salesforce what would happen.",

    through: "Sign-in used",
    throughOne: (app: string, user: string | null) => (user === null ? app : `${app}, as ${user}`),
    mayMake: "Its user must be allowed to create External Client Apps.",
    nobody: {
      title: "No app is signed in to this org yet",
      text: "Keyperch needs one that is, with the scope api, whose user may create External Client Apps. You can make the app by hand with the guide, or save it for the Salesforce CLI below.",
    },
    withoutApi: (apps: readonly string[]) =>
      `Without the scope api, and so of no use here: ${apps.join(", ")}.`,

    what: "What will be made",
    app: "External Client App",
    email: "Contact Email",
    needed: "What the guide still needs to know",

    tryOut: "See what would happen",
    create: "Create it",
    sure: (org: string) => `Yes, in production: ${org}`,
    sureHint: "The app is then really made in this org.",
    notSure: (box: string) => `Tick “${box}” first.`,
    cancel: "Cancel",
    toGuide: "Back to the guide",
    otherRuns: "Another app is being made. Wait until that has ended.",

    steps,
    progress: (done: number, of: number) => `${done} of ${plural(of, "component", "components")}`,
    tryingOut: "Dry run: nothing is changed.",
    components: "Components",
    kindOf: (kind: string) => kinds[kind] ?? kind,
    outcomeOf: (outcome: Outcome, isDryRun: boolean) => (isDryRun ? wouldBe : was)[outcome],

    ended: {
      dryRun: "It would work. Nothing has been changed yet.",
      there: "An app of this name is there already. Create it would change that one: if that is not meant, choose another name in the guide.",
      made: "The app is made.",
      rejectedDryRun: "Salesforce would refuse it. Nothing has been changed.",
      rejected: "Salesforce refused it. Nothing has been changed.",
      why: "What it says is beside each component.",
      cancelled: "Cancelled. Salesforce may have been done before it heard of it: look in Setup, or see what would happen once more.",
      cancelledDryRun: "Cancelled. Nothing has been changed.",
      failed: "Nothing has been changed.",
      unknown: "Keyperch does not know how it ended. See what would happen once more: that shows what is there.",
    },

    readBack: {
      title: "What Salesforce says of it now",
      text: "Salesforce may keep some settings as it likes them.",
    },
    credentials: {
      read: "Consumer Key and Consumer Secret were read, and are in the keychain. Next: check and sign in.",
      bringSoon: "Do that before you close Keyperch: until the Consumer Key is here, the private key of the certificate is in memory only, and would be lost.",
      bring: "This org does not hand out key and secret. Bring them by Paste: the guide leads there.",
    },

    save: {
      title: "Save it for others to make",
      text: "Nothing is sent, and there is no key or secret in it.",
      cli: "Save for the Salesforce CLI…",
      zip: "Save as zip…",
      saved,
    },
  },
};
