import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, grant } from "../testing/fixtures";
import { asked, begun, deploy, guideWith, orgWithGuide, setting } from "../testing/fixtures-deploy";
import type { Shell } from "../testing/shell";
import { expectAccessible, openSession, settle, show } from "../testing/window";
import type { DeployView } from "../wire/DeployView";
import type { GuideView } from "../wire/GuideView";
import type { OrgView } from "../wire/OrgView";
import CreateForMe from "./CreateForMe.svelte";
import Dialogs from "./Dialogs.svelte";

const button = (name: string) => screen.getByRole("button", { name });
const status = () => screen.getAllByRole("status")[0] as HTMLElement;

async function open(of: Partial<OrgView> = {}, guide: GuideView = guideWith([], "ana@acme.com")) {
  const org = orgWithGuide(of);
  const { shell, session } = await openSession([org]);
  session.guide.heard(guide);
  const closed: string[] = [];
  const shown = await show(CreateForMe, { session, org, guide: begun(), onclose: () => closed.push("closed") });
  const tell = async (view: DeployView): Promise<void> => {
    shell.tell({ what: "deploy", deploy: view });
    await settle();
  };
  return { ...shown, shell, session, closed, tell };
}

const deployed = (shell: Shell) => shell.called("deploy_guide").map(({ form }) => form);

describe("making an app", () => {
  it("says through whom, and what; and first only what would happen", async () => {
    const { user, shell, container } = await open();
    expect(screen.getByRole("dialog", { name: "Create Rehearsal Tool for me" })).toBeVisible();
    expect(screen.getByText("Data Loader, as ana@acme.com")).toBeVisible();
    expect(screen.getByText("Contact Email")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Create it" }), "nothing was tried out yet").toBeNull();
    await user.click(button("See what would happen"));
    expect(deployed(shell)).toEqual([{ through: "app-acu", isDryRun: true, isProductionConfirmed: false }]);
    await expectAccessible(container);
  });

  it("shows how far it is, and cancels", async () => {
    const { user, shell, tell, container } = await open();
    await tell(deploy({ is: "running" }));
    expect(status()).toHaveTextContent("Salesforce is working… Dry run: nothing is changed.");
    expect(screen.getByRole("progressbar", { name: "2 of 5 components" })).toBeInTheDocument();
    expect(button("See what would happen")).toHaveAttribute("aria-disabled", "true");
    const components = within(screen.getByRole("list", { name: "Components" })).getAllByRole("listitem");
    expect(components[0]).toHaveTextContent("External Client App: would be created Rehearsal_Tool");
    await user.click(button("Cancel"));
    expect(shell.called("cancel_deploy")).toHaveLength(1);
    await tell(deploy({ is: "cancelling" }));
    expect(button("Cancel")).toHaveAttribute("aria-disabled", "true");
    await tell(deploy({ is: "cancelled" }));
    expect(status()).toHaveTextContent("Cancelled. Nothing has been changed.");
    await expectAccessible(container);
  });

  it("makes it after a dry run that went well", async () => {
    const { user, shell, tell } = await open();
    await tell(deploy({ is: "succeeded" }));
    expect(status()).toHaveTextContent("It would work. Nothing has been changed yet.");
    await user.click(button("Create it"));
    expect(deployed(shell)).toEqual([{ through: "app-acu", isDryRun: false, isProductionConfirmed: false }]);
  });

  it("warns where an app of that name is there already", async () => {
    const { tell } = await open();
    const [component] = deploy({ is: "succeeded" }).components;
    await tell(deploy({ is: "succeeded" }, { components: component === undefined ? [] : [{ ...component, outcome: "changed" }] }));
    expect(status()).toHaveTextContent("An app of this name is there already.");
    expect(screen.getByText(/is there already, and would be changed/)).toBeVisible();
  });

  it.each(["production", "unknown"] as const)("in an org of kind %s is asked about first, once it could be made", async (environment) => {
    const { user, shell, tell } = await open({ environment });
    const yes = "Yes, in production: Acme Retail · UAT";
    expect(screen.queryByRole("checkbox", { name: yes }), "a dry run changes nothing").toBeNull();
    await tell(deploy({ is: "succeeded" }));
    await user.click(button("Create it"));
    expect(screen.getByText(`Tick “${yes}” first.`)).toBeVisible();
    expect(deployed(shell)).toEqual([]);
    await user.click(screen.getByRole("checkbox", { name: yes }));
    expect(screen.queryByText(/ first\.$/)).toBeNull();
    await user.click(button("Create it"));
    expect(deployed(shell)).toEqual([{ through: "app-acu", isDryRun: false, isProductionConfirmed: true }]);
  });

  it("asks too where only Salesforce knew that it is production", async () => {
    const { user, shell, tell } = await open();
    await tell(deploy({ is: "succeeded" }));
    shell.refuse("deploy_guide", { code: "confirm_production" });
    await user.click(button("Create it"));
    await settle();
    expect(screen.getByRole("checkbox", { name: /^Yes, in production/ })).toBeVisible();
  });

  it("says beside each component what Salesforce has against it", async () => {
    const { tell } = await open();
    const problem = "We couldn't find permission sets called Rehearsal_Users.";
    const components = [{ kind: "SomethingNew", name: "Rehearsal_Tool_plcy", outcome: "refused", problem }] as const;
    await tell(deploy({ is: "rejected" }, { components: [...components] }));
    expect(status()).toHaveTextContent("Salesforce would refuse it. Nothing has been changed.");
    expect(screen.getByText(problem)).toBeVisible();
    expect(screen.getByText(/^SomethingNew/), "a kind that nobody knows keeps its name").toBeVisible();
    expect(screen.queryByRole("button", { name: "Create it" })).toBeNull();
  });

  it("that broke off in the middle claims nothing", async () => {
    const { tell } = await open();
    await tell(deploy({ is: "unknown", failure: { code: "unreachable", host: "acme.my.salesforce.com" } }, { isDryRun: false }));
    expect(screen.getByText(/^Keyperch does not know how it ended\./)).toBeVisible();
    expect(screen.getAllByRole("alert").length).toBeGreaterThan(0);
  });

  it("waits for another one", async () => {
    const { tell } = await open();
    await tell(deploy({ is: "running" }, { guide: "guide-2" }));
    expect(screen.getByText("Another app is being made. Wait until that has ended.")).toBeVisible();
  });
});

describe("an app that was made", () => {
  const after = deploy({ is: "succeeded" }, {
    isDryRun: false,
    hasReadCredentials: true,
    readBack: [
      setting({ setting: "callback_url", wanted: { is: "text", text: "http://localhost:33333" }, found: { is: "text", text: "http://localhost:33333" } }),
      setting({ setting: "ip_relaxation", wanted: { is: "choice", choice: "ip_relax" }, found: null }),
      setting(),
    ],
  });

  it("is held against what was wanted: what differs first, with what that means", async () => {
    const { tell, container } = await open();
    await tell(after);
    expect(status()).toHaveTextContent("The app is made.");
    const rows = within(screen.getByRole("table", { name: "What Salesforce says of it now" })).getAllByRole("row");
    const cells = rows.slice(1).map((row) => row.textContent.replace(/\s+/g, " ").trim());
    expect(cells[0]).toContain("Salesforce kept this on: that is fine, Keyperch always uses it.");
    expect(cells[1]).toMatch(/^IP Relaxation .*Relax IP restrictions.* \(could not be read\)$/);
    expect(cells[2]).toMatch(/^Callback URL .*http:\/\/localhost:33333 \(as wanted\)$/);
    await expectAccessible(container);
  });

  it("may have several settings of one name", async () => {
    const { tell } = await open();
    const scope = (text: string) => setting({ setting: "oauth_scopes", wanted: { is: "text", text }, found: null });
    await tell({ ...after, readBack: [scope("api"), scope("sfap_api")] });
    expect(screen.getAllByRole("rowheader", { name: "OAuth Scopes" })).toHaveLength(2);
  });

  it.each([
    ["rotation", /keeps each new token before the old one ends/],
    ["secret_for_refresh", /needs its Consumer Secret/],
    ["introspect_all_tokens", /Change it in Setup, or leave it/],
  ] as const)("whose box %s was kept on says what follows", async (kept, said) => {
    const { tell } = await open();
    await tell({ ...after, readBack: [setting({ setting: kept })] });
    expect(screen.getByText(said)).toBeVisible();
  });

  it("that nobody signs in to has no use for what Salesforce kept on", async () => {
    const { tell, session } = await open();
    session.guide.heard({ ...guideWith([], "ana@acme.com"), flow: "client_credentials" });
    await tell({ ...after, readBack: [setting({ setting: "pkce" })] });
    expect(screen.getByText(/^Salesforce kept this on: that is fine, here nobody signs in/)).toBeVisible();
  });

  it.each([
    [false, true],
    [true, false],
  ])("for signed assertions says where its private key is, where the key was not read: %s", async (hasReadCredentials, isSaid) => {
    const { tell, session } = await open();
    session.guide.heard({ ...guideWith([], "ana@acme.com"), flow: "jwt_bearer" });
    await tell({ ...after, hasReadCredentials });
    expect(screen.queryByText(/the private key of the certificate is in memory only/) !== null).toBe(isSaid);
  });

  it("with another choice than wanted says where that is changed", async () => {
    const { tell } = await open();
    const found = { is: "choice", choice: "ip_enforce" } as const;
    await tell({ ...after, readBack: [setting({ setting: "ip_relaxation", wanted: { is: "choice", choice: "ip_relax" }, found })] });
    expect(screen.getByText("Salesforce has something else here. Change it in Setup.")).toBeVisible();
  });

  it.each([
    [true, /^Consumer Key and Consumer Secret were read/],
    [false, /^This org does not hand out key and secret\. Bring them by Paste/],
  ])("says whether key and secret are there: %s", async (hasReadCredentials, said) => {
    const { tell, closed, user } = await open();
    await tell({ ...after, hasReadCredentials });
    expect(screen.getByText(said)).toBeVisible();
    expect(button("Back to the guide"), "the keyboard is not lost").toHaveFocus();
    await user.click(button("Back to the guide"));
    expect(closed).toEqual(["closed"]);
  });
});

describe("the dialog", () => {
  it("opens for a guide, in its org, and shows again what is under way", async () => {
    const { shell, session } = await openSession([orgWithGuide()]);
    shell.tell({ what: "deploy", deploy: deploy({ is: "running" }) });
    const { user } = await show(Dialogs, { session });
    session.screen.ask({ ask: "create_for_me", guide: "guide-1" });
    await settle();
    expect(screen.getByRole("dialog", { name: "Create Rehearsal Tool for me" })).toBeVisible();
    expect(status()).toHaveTextContent("Salesforce is working…");
    await user.click(screen.getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    expect([session.screen.asked, session.deploy.isRunning], "closing stops nothing").toEqual([null, true]);
  });
});

describe("what it takes to make an app", () => {
  it("is a sign-in in the same org, other than the app's own, that may use the API", async () => {
    const { user, shell } = await open({
      apps: [
        app({ name: "Data Loader" }),
        app({ id: "app-2", name: "Ops", grant: grant({ scopes: ["full"], username: null }) }),
        app({ id: "app-3", name: "Chat", grant: grant({ scopes: ["chatter_api"] }) }),
        app({ id: "app-4", name: "Nobody's", grant: null }),
      ],
    });
    expect(screen.getAllByRole("radio").map((radio) => radio.getAttribute("value"))).toEqual(["app-acu", "app-2"]);
    expect(screen.getByText("Without the scope api, and so of no use here: Chat.")).toBeVisible();
    await user.click(screen.getByRole("radio", { name: "Ops" }));
    await user.click(button("See what would happen"));
    expect(deployed(shell)[0]).toMatchObject({ through: "app-2" });
  });

  it("is not there where nobody is signed in: then it can be saved for others to make", async () => {
    const { user, shell, container } = await open({ apps: [] });
    expect(screen.getByText("No app is signed in to this org yet")).toBeVisible();
    expect(screen.queryByRole("button", { name: "See what would happen" })).toBeNull();
    shell.on("save_metadata", () => true);
    await user.click(button("Save for the Salesforce CLI…"));
    await settle();
    expect(shell.called("save_metadata")).toEqual([{ guide: "guide-1", shape: "source_folder" }]);
    expect(screen.getByText(/^Saved\. The file README\.txt/)).toBeVisible();
    await expectAccessible(container);
  });

  it("is a contact, which is asked for where the guide has none", async () => {
    const { user, shell, container } = await open({}, guideWith([asked()]));
    const refused = { field: "contact_email", problem: "not_an_email" } as const;
    shell.refuse("answer_guide", { code: "field", refused });
    await user.type(screen.getByRole("textbox", { name: "Your e-mail address" }), "ana");
    await user.click(button("See what would happen"));
    await settle();
    expect(screen.getByRole("textbox", { name: "Your e-mail address" })).toHaveAttribute("aria-invalid", "true");
    shell.on("answer_guide", () => undefined);
    await user.type(screen.getByRole("textbox", { name: "Your e-mail address" }), "@acme.com");
    await user.click(button("See what would happen"));
    expect(shell.called("answer_guide").at(-1)).toEqual({ guide: "guide-1", answer: "contact_email", value: "ana@acme.com" });
    expect(deployed(shell)).toHaveLength(1);
    await expectAccessible(container);
  });

  it("is asked in words of its own: no field of Setup says for whom assertions are signed", async () => {
    await open({}, guideWith([asked({ field: "jwt_bearer_flow", answer: "jwt_username" })], "ana@acme.com"));
    const field = screen.getByRole("textbox", { name: "Username of the user for whom assertions are signed" });
    expect(field).toHaveAccessibleDescription(/^Exactly as in Setup, under Users\./);
  });
});
