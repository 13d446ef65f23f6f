import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { openSession, settle } from "../testing/window";

async function opened() {
  const there = org({ notes: "VPN" });
  const { shell, session } = await openSession([there]);
  return { shell, session, there, notes: session.notebook.open(there) };
}

const secret = { code: "field", refused: { field: "notes", problem: "holds_secret" } } as const;

describe("notes", () => {
  it("that change while they are saved are saved once more", async () => {
    const { shell, notes } = await opened();
    const held = shell.hold("write_notes");
    notes.text = "VPN first";
    const first = notes.save();
    notes.text = "VPN first, then Bo";
    const second = notes.save();
    held.answer();
    expect([await first, await second]).toEqual([true, true]);
    expect(shell.called("write_notes").map((call) => call["notes"])).toEqual(["VPN first", "VPN first, then Bo"]);
  });

  it("that are refused are tried again when somebody saves them again, and not by themselves", async () => {
    const { shell, notes } = await opened();
    shell.refuse("write_notes", secret);
    notes.text = "00D!token";
    void notes.save();
    expect(await notes.save()).toBe(false);
    expect(shell.called("write_notes")).toHaveLength(1);
    expect(await notes.save()).toBe(false);
    expect(shell.called("write_notes")).toHaveLength(2);
  });

  it("are well again as they were", async () => {
    const { shell, notes } = await opened();
    shell.refuse("write_notes", secret);
    notes.text = "00D!token";
    await notes.save();
    expect(notes.saving.failure).toEqual(secret);
    notes.text = "VPN";
    expect(await notes.save()).toBe(false);
    expect(notes.saving.failure).toBeNull();
  });

  it("that are noted elsewhere are not put under the hands of whoever types", async () => {
    const { notes } = await opened();
    notes.heard("VPN, Bo");
    expect(notes.text).toBe("VPN, Bo");
    notes.text = "VPN, Bo, Ana";
    notes.heard("none");
    expect(notes.text).toBe("VPN, Bo, Ana");
  });
});

describe("notes that go out of sight", () => {
  it("are kept where they were refused, and that is said", async () => {
    const { shell, session, there, notes } = await opened();
    shell.refuse("write_notes", secret);
    notes.text = "00D!token";
    await session.notebook.close(notes);
    expect(session.notices.current).toEqual({ say: "notes_not_saved", org: "org-acu", name: "Acme Retail UAT", failure: secret });
    expect(session.notebook.open(there)).toBe(notes);
  });

  it("are not spoken of where somebody is back before the answer", async () => {
    const { shell, session, there, notes } = await opened();
    const held = shell.hold("write_notes");
    notes.text = "00D!token";
    const closing = session.notebook.close(notes);
    session.notebook.open(there);
    held.refuse(secret);
    await closing;
    expect(session.notices.current).toBeNull();
  });

  it("are saved, and begin anew with what the org has", async () => {
    const { shell, session, notes } = await opened();
    notes.text = "Ask Bo";
    await session.notebook.close(notes);
    expect(shell.called("write_notes")).toEqual([{ org: "org-acu", notes: "Ask Bo" }]);
    expect(session.notebook.open(org({ notes: "Ask Ana" })).text).toBe("Ask Ana");
  });

  it("of an org that is gone are spoken of no more", async () => {
    const { shell, session, notes } = await opened();
    shell.refuse("write_notes", { code: "gone" });
    notes.text = "Ask Bo";
    shell.tell({ what: "orgs", orgs: [] });
    await session.notebook.close(notes);
    await settle();
    expect(session.notices.current).toBeNull();
  });
});
