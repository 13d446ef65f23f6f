import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, callbackMismatch, grant, org, readiness, signIn, waiting } from "../testing/fixtures";
import { guide, line, progress, proof, proofSteps } from "../testing/guides";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { GuideView } from "../wire/GuideView";
import type { SignInStep } from "../wire/SignInStep";

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const ofLine = (id: string) => {
  const found = document.querySelector<HTMLElement>(`[data-line="${id}"]`);
  if (found === null) throw new Error(`no line ${id}`);
  return within(found);
};

async function open(view: GuideView = guide()) {
  const opened = await openWindow([org()]);
  const tell = async (next: GuideView | null) => {
    opened.shell.tell({ what: "guide", guide: next });
    await settle();
  };
  const tellSignIn = async (step: SignInStep) => {
    opened.shell.tell({ what: "sign_in", signIn: signIn(step) });
    await settle();
  };
  await tell(view);
  return { ...opened, tell, tellSignIn };
}

/** Its key is here, and so its app. */
const withApp = (more: Partial<GuideView> = {}) =>
  guide({ progress: progress({ app: "app-acu" }), key: { lastFour: "NkoM", fingerprint: "3fa91c42" }, ...more });

describe("the companion", () => {
  it("takes the place of the list, names app and org, and says how far it is", async () => {
    const { container } = await open();
    expect(screen.getByRole("heading", { level: 1, name: "Rehearsal Tool: Acme Retail · UAT" })).toHaveFocus();
    expect(screen.queryByRole("region", { name: /^Orgs/ })).toBeNull();
    expect(screen.getByText("Section 2 of 5")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "6 of 10 done" })).toHaveValue(6);
    expect(screen.getByRole("heading", { name: "1 Before you start , 2 of 2 done" })).toBeVisible();
    await expectAccessible(container);
  });

  it("closes, and leaves the set-up in the list of its org", async () => {
    const { user, shell, tell } = await open();
    shell.on("close_guide", () => void tell(null));
    shell.tell({ what: "orgs", orgs: [org({ guides: [progress()] })] });
    await user.click(button("Close, and go on later"));
    await settle();
    expect(shell.called("close_guide")).toHaveLength(1);
    const row = button("Acme Retail UAT, Rehearsal Tool, set-up 60 percent, continue");
    await user.click(row);
    expect(shell.called("open_guide")).toEqual([{ guide: "guide-acu" }]);
  });

  it("stays over other windows until that is switched off", async () => {
    const { user, shell } = await open();
    const pin = button("Stay over other windows");
    expect(pin).toHaveAttribute("aria-pressed", "true");
    await user.click(pin);
    expect(pin).toHaveAttribute("aria-pressed", "false");
    expect(shell.called("show_companion").at(-1)).toEqual({ isShown: true, isPinned: false });
  });

  it("asks before the set-up is removed", async () => {
    const { user, shell } = await open();
    shell.tell({ what: "orgs", orgs: [org({ guides: [progress()] })] });
    await user.click(button("More for this set-up"));
    await user.click(screen.getByRole("menuitem", { name: "Remove this set-up…" }));
    await user.click(button("Remove the set-up"));
    expect(shell.called("remove_guide")).toEqual([{ guide: "guide-acu" }]);
  });
});

describe("a line", () => {
  it("opens its page in the browser, and says what else finds it", async () => {
    const { user, shell } = await open();
    expect(ofLine("open.page").getByText("“External”")).toBeVisible();
    await user.click(button("Open External Client App Manager"));
    expect(shell.called("open_line")).toEqual([{ guide: "guide-acu", line: "open.page" }]);
  });

  it("is copied by one press; then the keyboard is at the next one", async () => {
    const { user, shell } = await open(guide({ current: "oauth" }));
    shell.on("copy_line", () =>
      shell.tell({ what: "guide", guide: guide({ current: "oauth" }, { "oauth.callbacks": "copied" }) }),
    );
    await user.click(button("Copy Callback URL, http://localhost:33333"));
    await settle();
    expect(ofLine("oauth.callbacks").getByText("copied")).toBeVisible();
    expect(screen.getByText("Callback URL copied.")).toBeInTheDocument();
    const next = screen.getByRole("checkbox", { name: "Add “Manage user data via APIs (api)”" });
    expect(next).toHaveFocus();
    expect(next.closest("li")).toHaveAttribute("aria-current", "step");
  });

  it.each([
    ["copied", "copied"],
    ["claimed", "you said so"],
    ["proved", "verified by Salesforce"],
    ["refuted", "Salesforce says otherwise"],
  ] as const)("that is %s says so", async (tick, words) => {
    await open(guide({}, { "oauth.scope.api": tick }));
    expect(ofLine("oauth.scope.api").getByText(words)).toBeVisible();
  });

  it("is claimed by its box, and not claimed away once it is proven", async () => {
    const { user, shell, tell } = await open();
    await user.click(screen.getByRole("checkbox", { name: "Tick “Enable OAuth”" }));
    expect(shell.called("claim_line")).toEqual([{ guide: "guide-acu", line: "oauth.enable", isDone: true }]);
    await tell(guide({}, { "oauth.enable": "proved" }));
    expect(screen.queryByRole("checkbox", { name: "Tick “Enable OAuth”" })).toBeNull();
  });

  it("of which only the person knows says that no token can see it", async () => {
    await open(guide({}, { "oauth.pkce": "claimed" }));
    expect(ofLine("oauth.pkce").getByText("you said so; no token can see this")).toBeVisible();
  });

  it("says why, what would be safer, and how sure that is", async () => {
    const { user } = await open();
    const pkce = ofLine("oauth.pkce");
    await user.click(pkce.getByText("Why?"));
    expect(pkce.getByText(/^The Rehearsal Tool’s guide wants this off/)).toBeVisible();
    expect(pkce.getByText(/^Safer: leave PKCE on/)).toBeVisible();
    expect(pkce.getByText(/Documented by Salesforce\.$/)).toBeVisible();
  });

  it("that is greyed out in Setup is left, and is fine", async () => {
    const { user, shell, tell } = await open();
    await user.click(button(/^Greyed out\? Leave it: Require Proof Key/));
    expect(shell.called("answer_guide")).toEqual([{ guide: "guide-acu", answer: "pkce_locked", value: "yes" }]);
    const view = guide();
    const locked = line("oauth.pkce", { line: "box", label: "pkce", on: false, mayBeLocked: true, isLocked: true }, { tick: "claimed" });
    await tell({ ...view, sections: view.sections.map((each) => (each.section === "oauth" ? { ...each, lines: [locked] } : each)) });
    expect(screen.getByRole("checkbox", { name: /^Leave “Require Proof Key.*” as it is$/ })).toBeChecked();
    expect(screen.getByText(/Keyperch always sends PKCE. The program that gets the app must send it too/)).toBeVisible();
    await user.click(button(/^It is not greyed out/));
    expect(shell.called("answer_guide").at(-1)).toMatchObject({ value: "no" });
  });

  it("asks for what nobody else knows, and says beside it what is wrong with the answer", async () => {
    const { user, shell } = await open();
    shell.refuse("answer_guide", { code: "field", refused: { field: "contact_email", problem: "not_an_email" } });
    const field = screen.getByRole("textbox", { name: "Your e-mail address" });
    await user.type(field, "ana{Enter}");
    await settle();
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/^This is not an e-mail address/);
    expect(shell.called("answer_guide")).toEqual([{ guide: "guide-acu", answer: "contact_email", value: "ana" }]);
  });
});

describe("key and secret", () => {
  it("are pasted; what may be seen of them is shown, and that they were put right", async () => {
    const { user, shell, tell, container } = await open();
    await user.click(button("Paste Consumer Key"));
    expect(shell.called("paste_into_guide")).toEqual([{ guide: "guide-acu", credential: "key" }]);
    await tell(withApp({ secret: { lastFour: "9F0C", fingerprint: "77b0e1d5" }, wereSwapped: true }));
    expect(screen.getByText("Key and secret had changed places. Both are where they belong now.")).toBeVisible();
    expect(ofLine("credentials.key").getByText(/ends in NkoM/)).toBeInTheDocument();
    await expectAccessible(container);
  });

  it("that are neither are refused beside the button", async () => {
    const { user, shell } = await open();
    shell.refuse("paste_into_guide", { code: "field", refused: { field: "consumer_key", problem: "neither_key_nor_secret" } });
    await user.click(button("Paste Consumer Key"));
    await settle();
    expect(ofLine("credentials.key").getByRole("alert")).toHaveTextContent("neither a Consumer Key nor a Consumer Secret");
  });

  it("are caught while they are copied, visibly, for two minutes, and only on request", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { user, shell, tell } = await open();
    const catching = screen.getByRole("switch", { name: "Catch what I copy" });
    expect(catching).not.toBeChecked();
    expect(catching).toHaveAccessibleDescription(/a Consumer Key and a Consumer Secret only/);
    await user.click(catching);
    expect(shell.called("catch_copied")).toHaveLength(1);
    await tell(guide({ catchingUntil: Date.now() + 120_000 }));
    expect(catching).toBeChecked();
    expect(screen.getByText("Watching the clipboard for a Consumer Key and Secret only.")).toBeVisible();
    vi.advanceTimersByTime(5000);
    flushSync();
    expect(screen.getByText("1:55 left")).toBeVisible();
    await tell(guide({ key: { lastFour: "NkoM", fingerprint: "3fa91c42" } }));
    expect(screen.getByText(/^Only the Consumer Key is here; the secret is not\./)).toBeVisible();
    await tell(guide({ catchingUntil: Date.now() + 115_000 }));
    await user.keyboard("{Escape}");
    expect(shell.called("stop_catching")).toHaveLength(1);
  });
});

describe("Check and sign in", () => {
  it("needs the key", async () => {
    const { tell } = await open();
    expect(button("Check and sign in")).toBeDisabled();
    expect(button("Check and sign in")).toHaveAccessibleDescription(/^Bring the Consumer Key first/);
    await tell(withApp());
    expect(button("Check and sign in")).toBeEnabled();
  });

  it("shows the wait for the browser in the companion, and is cancelled by Esc", async () => {
    const { user, shell, tellSignIn, container } = await open(withApp());
    await user.click(button("Check and sign in"));
    expect(shell.called("prove_guide")).toHaveLength(1);
    await tellSignIn(waiting(5));
    expect(screen.getByRole("heading", { name: "Signing in to Acme Retail · UAT" })).toHaveFocus();
    expect(screen.queryByRole("button", { name: "Check and sign in" })).toBeNull();
    await expectAccessible(container);
    await user.keyboard("{Escape}");
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
  });

  it("that finds another Callback URL says so with the exact one and its page; then one goes back to the steps", async () => {
    const { user, shell, tellSignIn, tell } = await open(withApp());
    await tellSignIn(waiting(5));
    await tellSignIn({ at: "failed", failure: callbackMismatch });
    expect(screen.getByRole("heading", { name: /^The Callback URL in Salesforce is different/ })).toBeVisible();
    await user.click(button("Copy Callback URL"));
    expect(shell.called("copy_detail")).toEqual([{ app: "app-acu", detail: "callback_url" }]);
    expect(button("Open External Client App Manager")).toBeVisible();
    await user.click(button("Try again"));
    expect(shell.called("prove_guide")).toHaveLength(1);
    await tell(withApp({ proof: proof({ steps: [{ step: { step: "signed_in" }, verdict: { is: "failed", failure: callbackMismatch } }], connected: null }) }));
    await user.click(button("Close"));
    await settle();
    expect(button("Check and sign in")).toBeVisible();
  });

  it("waits until Salesforce knows the app: the card turns green by itself, and signs in from there", async () => {
    const { user, shell } = await open(withApp());
    shell.tell({ what: "readiness", readiness: readiness({ is: "waiting", failure: callbackMismatch }) });
    await settle();
    expect(screen.getByText("Salesforce does not know this yet")).toBeVisible();
    shell.tell({ what: "readiness", readiness: readiness({ is: "ready" }) });
    await settle();
    const card = within(screen.getByText("Salesforce now accepts the app.").closest<HTMLElement>(".card") ?? document.body);
    await user.click(card.getByRole("button", { name: "Sign in" }));
    await settle();
    expect(shell.called("prove_guide")).toHaveLength(1);
  });
});

describe("the proof", () => {
  it("is shown step by step, and ends with whom one is connected as", async () => {
    const { user, shell, tell, container } = await open(withApp());
    await user.click(button("Check and sign in"));
    await tell(withApp({ proof: proof({ steps: proofSteps().slice(0, 2), isFinished: false, connected: null }) }));
    expect(screen.getByRole("heading", { name: "Trying it out" })).toHaveFocus();
    expect(screen.getByText("Granted: Manage user data via APIs (api)")).toBeVisible();
    await tell(withApp({ proof: proof() }));
    expect(screen.getByRole("heading", { name: "Connected to Acme Retail Ltd as ana@acme.com" })).toHaveFocus();
    expect(screen.getByText("It renews by itself")).toBeVisible();
    expect(screen.getByText(/^GET https:/)).toBeVisible();
    expect(screen.getByText("Acme Retail Ltd, Enterprise Edition")).toBeVisible();
    await expectAccessible(container);
    await user.click(button("Done"));
    expect(shell.called("close_guide")).toHaveLength(1);
  });

  it("says which scope is missing, and is tried again", async () => {
    const opened = await openWindow([org({ apps: [app({ grant: grant({ missingScopes: ["sfap_api"] }) })] })]);
    const steps = [
      ...proofSteps().slice(0, 1),
      { step: { step: "scope" as const, scope: "sfap_api" }, verdict: { is: "warned" as const, note: { says: "missing_scopes" as const, scopes: ["sfap_api"] } } },
    ];
    opened.shell.tell({ what: "guide", guide: withApp({ proof: proof({ steps, isFinished: false, connected: null }) }) });
    opened.shell.tell({ what: "guide", guide: withApp({ proof: proof({ steps, connected: null }) }) });
    await settle();
    expect(screen.getByRole("heading", { name: "Not everything works yet" })).toBeVisible();
    expect(screen.getByText("Signed in, but 1 scope is missing")).toBeVisible();
    await opened.user.click(button("Try again"));
    expect(opened.shell.called("prove_guide")).toHaveLength(1);
  });
});

describe("what Salesforce says", () => {
  it("is read on request: what is otherwise comes first, what nobody could read is no mistake", async () => {
    const { user, shell, tell, container } = await open(withApp());
    await user.click(button("Read the settings from Salesforce"));
    expect(shell.called("read_drift")).toEqual([{ guide: "guide-acu" }]);
    const drift = {
      at: Date.UTC(2026, 10, 26, 12),
      settings: [
        { line: null, setting: "rotation" as const, wanted: { is: "box" as const, on: true }, found: null },
        { line: null, setting: "enable_oauth" as const, wanted: { is: "box" as const, on: true }, found: { is: "box" as const, on: true } },
        { line: null, setting: "ip_relaxation" as const, wanted: { is: "choice" as const, choice: "ip_relax" as const }, found: { is: "choice" as const, choice: "ip_enforce" as const } },
      ],
    };
    await tell(withApp({ drift }));
    expect(screen.getByText(/^1 setting is otherwise\. 1 could not be read/)).toBeVisible();
    const list = within(screen.getByRole("region", { name: "What Salesforce says" })).getAllByRole("row");
    expect(list[1]).toHaveTextContent("IP Relaxation");
    expect(list[1]).toHaveTextContent("In the org: Enforce IP restrictions (otherwise)");
    expect(list[2]).toHaveTextContent("could not be read");
    await expectAccessible(container);
  });
});

describe("whoever is stuck", () => {
  it("types what the screen says, and is led to where it is mended", async () => {
    const { user, shell, container } = await open(withApp());
    await user.click(button("Stuck on a step?"));
    const dialog = within(screen.getByRole("dialog", { name: "Stuck on a step?" }));
    expect(dialog.getByRole("textbox")).toHaveFocus();
    await user.type(dialog.getByRole("textbox"), "redirect_uri_mismatch");
    await settle();
    expect(dialog.getByText("The app does not have this Callback URL.")).toBeVisible();
    await expectAccessible(container);
    const [first] = dialog.getAllByRole("button", { name: "Open External Client App Manager" });
    if (first !== undefined) await user.click(first);
    expect(shell.called("open_setup")).toEqual([{ org: "org-acu", page: "external_client_app_manager" }]);
  });
});
