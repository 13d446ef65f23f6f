import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";

const dialog = () => screen.getByRole("dialog", { name: "Add an org" });
const field = (name: string) => within(dialog()).getByLabelText(name);

async function open(prepare?: (shell: Shell) => void) {
  const opened = await openWindow([org()], prepare);
  await opened.user.keyboard("{Control>}n{/Control}");
  return opened;
}

describe("adding an org", () => {
  it("takes the address from the clipboard, says what it is, and that Salesforce answered", async () => {
    const { user, container } = await open();
    expect(field("Paste any address from this org")).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Paste address" }));
    await settle();
    expect(field("Paste any address from this org")).toHaveValue("https://acme--uat.sandbox.my.salesforce.com");
    expect(within(dialog()).getByText("UAT sandbox", { selector: ".visually-hidden" })).toBeInTheDocument();
    expect(screen.getByText("Salesforce answered")).toBeVisible();
    expect(field("Client")).toHaveValue("Acme Retail");
    expect(field("Name")).toHaveValue("UAT");
    await expectAccessible(container);
  });

  it("goes on to the form of its app", async () => {
    const { user, shell } = await open();
    shell.on("add_org", () => {
      shell.tell({ what: "orgs", orgs: [org(), org({ id: "org-new", client: "Boreal", name: "SIT", apps: [] })] });
      return "org-new";
    });
    await user.type(field("Client"), "Boreal");
    await user.type(field("Name"), "SIT{Enter}");
    await settle();
    expect(shell.called("add_org")).toHaveLength(1);
    const next = screen.getByRole("dialog", { name: "Add an External Client App" });
    expect(within(next).getByText("In Boreal · SIT")).toBeVisible();
    expect(within(next).getByRole("textbox", { name: "Name of the app" })).toHaveFocus();
  });

  it("says beside the right field what is wrong, and takes the person there", async () => {
    const { user, shell } = await open();
    shell.refuse("add_org", { code: "field", refused: { field: "code", problem: "taken" } });
    await user.click(within(dialog()).getByRole("button", { name: "Add and continue" }));
    await settle();
    expect(field("Code")).toHaveFocus();
    expect(field("Code")).toBeInvalid();
    expect(field("Code")).toHaveAccessibleDescription(/^Another org has this code. Choose another./);
    expect(field("Client")).toBeValid();
    expect(dialog()).toBeVisible();
  });

  it("says of a wrong address what to do about it, when the field is left", async () => {
    const { user } = await open((shell) =>
      shell.refuse("read_address", {
        code: "field",
        refused: { field: "address", problem: "address", reason: "experience_cloud" },
      }),
    );
    await user.type(field("Paste any address from this org"), "https://acme.my.site.com");
    expect(field("Paste any address from this org")).toBeValid();
    await user.tab();
    await settle();
    expect(field("Paste any address from this org")).toHaveAccessibleDescription(/^This is a site for customers/);
  });

  it("warns of a log-in page for all orgs, of a twin, and of an unknown kind; but lets it be saved", async () => {
    const { user, shell } = await open((shell) =>
      shell
        .on("paste_address", () => ({
          host: "login.salesforce.com",
          isMyDomain: false,
          environment: "unknown",
          already: "org-acu",
        }))
        .refuse("check_address", { code: "unreachable", host: "login.salesforce.com" }),
    );
    await user.click(screen.getByRole("button", { name: "Paste address" }));
    await settle();
    expect(screen.getByText(/log-in page for all orgs/)).toBeVisible();
    expect(screen.getByText("You have this org already: Acme Retail · UAT.")).toBeVisible();
    expect(screen.getByText(/treated as production until the first sign-in/)).toBeVisible();
    expect(screen.getByText(/^Salesforce cannot be reached. You can save/)).toBeVisible();
    await user.click(within(dialog()).getByRole("button", { name: "Add and continue" }));
    expect(shell.called("add_org")).toHaveLength(1);
  });

  it.each([
    ["goes to the org that has the address already", null],
    ["adds a template's app to the org that has the address already", { client: "", address: "acme", orgName: "", appName: "Second", callbackUrl: "", scopes: "", recipe: null, flow: "authorization_code" as const, answers: {} }],
  ])("%s", async (_what, template) => {
    const { user, shell } = await openWindow([org()]);
    const reading = { host: "acme--uat.sandbox.my.salesforce.com", isMyDomain: true, environment: "uat", already: "org-acu" };
    shell.on("paste_address", () => reading).on("read_address", () => reading);
    if (template === null) await user.keyboard("{Control>}n{/Control}");
    else shell.tell({ what: "template", template });
    await settle();
    await user.click(screen.getByRole("button", { name: "Paste address" }));
    await settle();
    await user.click(screen.getByRole("button", { name: "Open it" }));
    await settle();
    expect(shell.called("add_org")).toEqual([]);
    if (template === null) expect(screen.getByRole("heading", { name: "UAT" })).toBeVisible();
    else expect(screen.getByRole("textbox", { name: "Name of the app" })).toHaveValue("Second");
  });

  it("lets the person choose the kind", async () => {
    const { user, shell } = await open();
    await user.selectOptions(within(dialog()).getByRole("combobox", { name: "Kind of org" }), "Production");
    await user.click(within(dialog()).getByRole("button", { name: "Add and continue" }));
    expect(shell.called("add_org")[0]?.["form"]).toMatchObject({ environment: "production" });
  });

  it("says what went wrong with all of it", async () => {
    const { user, shell } = await open();
    shell.refuse("add_org", { code: "registry_unwritable", reference: "a1b2" });
    await user.click(within(dialog()).getByRole("button", { name: "Add and continue" }));
    await settle();
    expect(within(dialog()).getByRole("alert")).toHaveTextContent("The list of orgs cannot be saved");
    expect(within(dialog()).getByRole("alert")).toHaveTextContent("a1b2");
  });

  it("is closed by Esc, and the focus goes back", async () => {
    const { user } = await openWindow([org()]);
    const opener = screen.getByRole("button", { name: "Add org" });
    await user.click(opener);
    dialog().dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(opener).toHaveFocus();
  });
});

describe("a template", () => {
  it("opens the form filled in, and the app's form after it", async () => {
    const { user, shell } = await openWindow();
    const template = {
      client: "Acme",
      address: "acme--uat.sandbox.my.salesforce.com",
      orgName: "Testing",
      appName: "Rehearsal Tool",
      callbackUrl: "http://localhost:1717/x",
      scopes: "api web",
      flow: "authorization_code" as const,
      recipe: null,
      answers: {},
    };
    shell.tell({ what: "template", template });
    await settle();
    expect(field("Client")).toHaveValue("Acme");
    expect(field("Name")).toHaveValue("Testing");
    expect(screen.getByText(/Filled in from a template/)).toBeVisible();
    shell.on("add_org", () => {
      shell.tell({ what: "orgs", orgs: [org({ id: "org-new", apps: [] })] });
      return "org-new";
    });
    await user.click(within(dialog()).getByRole("button", { name: "Add and continue" }));
    await settle();
    const next = within(screen.getByRole("dialog", { name: "Add an External Client App" }));
    expect(next.getByRole("textbox", { name: "Name of the app" })).toHaveValue("Rehearsal Tool");
    expect(next.getByRole("textbox", { name: "Callback URL" })).toHaveValue("http://localhost:1717/x");
    expect(next.getByRole("textbox", { name: "OAuth Scopes" })).toHaveValue("api web");
  });
});

describe("editing an org", () => {
  it("warns that another address ends its sign-ins, and says when it is saved", async () => {
    const { user, shell } = await openWindow([org()]);
    await user.click(screen.getByRole("button", { name: "Acme Retail, UAT sandbox, 1 app, code a c u" }));
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    await user.click(screen.getByRole("menuitem", { name: "Edit org…" }));
    const form = within(screen.getByRole("dialog", { name: "Edit UAT" }));
    shell.on("paste_address", () => ({ host: "other.my.salesforce.com", isMyDomain: true, environment: "production", already: null }));
    await user.click(form.getByRole("button", { name: "Paste address" }));
    await settle();
    expect(form.getByText("A new address ends the sign-ins of this org’s apps.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Save" }));
    await settle();
    expect(shell.called("edit_org")[0]).toMatchObject({ org: "org-acu", form: { address: "https://other.my.salesforce.com" } });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("UAT saved.")).toBeVisible();
  });
});
