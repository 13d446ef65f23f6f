import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { jwtApp, org } from "../testing/fixtures";
import { guide, line, progress } from "../testing/guides";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { LineView } from "../wire/LineView";
import type { OrgView } from "../wire/OrgView";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

/** The companion with these lines alone. */
async function open(lines: LineView[], its: OrgView = org({ apps: [] })) {
  const opened = await openWindow([its]);
  const app = its.apps[0]?.id ?? null;
  opened.shell.tell({ what: "guide", guide: guide({ progress: progress({ app }), sections: [{ section: "before", lines }], current: "before" }) });
  await settle();
  return opened;
}

describe("a look that failed", () => {
  it("says what is the matter, and what mends it", async () => {
    const failure = { code: "port_taken" as const, port: 33333, holder: "rehearsal-tool, process 4312" };
    const { user, shell, container } = await open([line("l", { line: "look", at: "port", verdict: { is: "failed", failure } }, { tick: "refuted" })]);
    expect(screen.getByText("Another program is using port 33333.")).toBeVisible();
    expect(screen.getByText(/Rehearsal Tool’s own sign-in uses the same port/)).toBeVisible();
    expect(screen.queryByText("Salesforce says otherwise"), "we have looked ourselves").toBeNull();
    await expectAccessible(container);
    await user.click(button("Look again"));
    expect(shell.called("look_before")).toEqual([{ guide: "guide-acu" }]);
  });

  it("at the kind of org says where apps are made instead", async () => {
    await open([line("l", { line: "look", at: "kind", verdict: { is: "failed", failure: { code: "gone" } } })]);
    expect(screen.getByText(/^In a scratch org Setup cannot make an External Client App/)).toBeVisible();
  });
});

describe("a page of Setup", () => {
  it("whose address nobody knows yet is found by its words", async () => {
    await open([line("l", { line: "open", page: "cors" })], org({ host: "login.salesforce.com", apps: [] }));
    expect(screen.queryByRole("button", { name: /^Open CORS/ })).toBeNull();
    expect(screen.getByText(/^Log in to the org, open Setup and type/)).toBeVisible();
  });
});

describe("a value", () => {
  it("has one line for each of several, to the byte", async () => {
    await open([line("l", { line: "enter", field: "callback_url", value: "https://app.acme.com/cb\nhttp://localhost:33333" })]);
    expect(button(/^Copy Callback URL, https/).querySelector("bdi")?.textContent).toBe("https://app.acme.com/cb\nhttp://localhost:33333");
  });

  it("that the person chose can be changed", async () => {
    const { user, shell } = await open([line("l", { line: "enter", field: "app_name", value: "Rehearsal Tool" })]);
    await user.click(button("Change External Client App Name"));
    const field = screen.getByRole("textbox", { name: "What the app is to be called" });
    expect(field).toHaveValue("Rehearsal Tool");
    await user.clear(field);
    await user.type(field, "Nightly rehearsal{Enter}");
    await settle();
    expect(shell.called("answer_guide")).toEqual([{ guide: "guide-acu", answer: "app_name", value: "Nightly rehearsal" }]);
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("says what is done with it: a user is no field of Setup, a permission set is selected", async () => {
    await open([
      line("a", { line: "ask", field: "jwt_bearer_flow", answer: "jwt_username", value: "integration@acme.com", isNeeded: true }),
      line("b", { line: "ask", field: "select_permission_sets", answer: "permission_set", value: "Integration", isNeeded: false }),
    ]);
    expect(screen.getByText("Assertions are signed for")).toBeVisible();
    expect(screen.getByText("Select under", { exact: false })).toHaveTextContent("Select under “Select Permission Sets”");
  });

  it("that is asked says into which field it goes, and is no more called optional than it is", async () => {
    await open([
      line("a", { line: "ask", field: "run_as", answer: "run_as", value: null, isNeeded: true }),
      line("b", { line: "ask", field: "custom_scopes", answer: "custom_scopes", value: null, isNeeded: false }),
    ]);
    expect(screen.getAllByText("Goes into", { exact: false }).map((said) => said.textContent.trim())).toEqual([
      "Goes into “Run As (Username)”",
      "Goes into “Custom Scopes”",
    ]);
    expect(screen.getByText(/Not needed to go on\.$/)).toHaveTextContent(/^Separated by spaces/);
  });

  it("that the next one has in it is shown and can be changed, and is not pasted by itself", async () => {
    const theirs = { line: "given", field: "callback_url", answer: "their_callback", value: "https://app.acme.com/cb" } as const;
    const { user } = await open([line("l", theirs)]);
    expect(screen.queryByRole("button", { name: /^Copy/ })).toBeNull();
    expect(screen.getByText("https://app.acme.com/cb")).toBeVisible();
    expect(document.querySelector("[data-line=l] .mark"), "nothing is to be done").toBeNull();
    await user.click(button("Change The integration’s own Callback URL"));
    expect(screen.getByRole("textbox", { name: "The integration’s own Callback URL" })).toHaveValue("https://app.acme.com/cb");
  });

  it("with a number of days says how many", async () => {
    await open([line("l", { line: "choose", field: "refresh_token_policy", choice: "refresh_idle", value: "30" })]);
    const name = "Choose “Expire refresh token if not used for” under “Refresh Token Policy”, and enter 30 days";
    expect(screen.getByRole("checkbox", { name })).not.toBeChecked();
  });
});

describe("a part of a page", () => {
  it("is named above its first line, and says what is done in it", async () => {
    await open([
      line("a", { line: "scope", scope: "api" }, { heading: "oauth_scopes" }),
      line("b", { line: "leave", label: "rotation" }, { heading: "security", why: "rotation_as_it_is", canBeProven: false }),
    ]);
    expect(screen.getAllByRole("heading", { level: 3 }).map((each) => each.textContent)).toEqual(["OAuth Scopes", "Security"]);
    expect(screen.getByText(/then move it over with the arrow\.$/)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Leave “Enable Refresh Token Rotation” as it is" })).not.toBeChecked();
  });
});

describe("a scope that a written guide adds", () => {
  it("is left out, and it is said why", async () => {
    const { user } = await open([line("l", { line: "leave_out", scope: "full" }, { why: "scope_full_too_wide", canBeProven: false })]);
    expect(screen.getByText(/^Leave out/)).toHaveTextContent("Leave out “Full access (full)”, although a written guide adds it");
    expect(screen.queryByRole("checkbox")).toBeNull();
    await user.click(screen.getByText("Why?"));
    expect(screen.getByText(/^A written guide asks for Full access/)).toBeVisible();
  });
});

describe("the certificate", () => {
  it("comes after the key", async () => {
    await open([line("l", { line: "certificate" })]);
    expect(screen.getByText(/^This comes after the Consumer Key/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Make key and certificate" })).toBeNull();
  });

  it("is made for the app, saved for Setup, and compared by its fingerprint", async () => {
    const first = await open([line("l", { line: "certificate" })], org());
    await first.user.click(button("Make key and certificate"));
    expect(first.shell.called("make_guide_certificate")).toEqual([{ guide: "guide-acu" }]);
    first.shell.tell({ what: "orgs", orgs: [org({ apps: [jwtApp()] })] });
    await settle();
    const certificate = within(screen.getByRole("group", { name: "Certificate" }));
    expect(certificate.getByText(/RSA, 2048 bits/)).toBeVisible();
    await first.user.click(button("Save certificate (.crt)…"));
    await settle();
    expect(screen.getByText("Certificate saved. Upload it in Setup.")).toBeVisible();
    await expectAccessible(first.container);
  });
});
