import { describe, expect, it } from "vitest";

import { openSession } from "../testing/window";
import type { ActivityView } from "../wire/ActivityView";
import { Activity } from "./activity.svelte";

const copied = (detail: string): ActivityView => ({
  at: 1, org: "org-acu", named: "Acme Retail · UAT", app: "Rehearsal Tool", deed: "copied", detail,
});

describe("the activity of an org", () => {
  it("that is asked for again while it is looked up is looked up once more", async () => {
    const { shell, session } = await openSession();
    const held = shell.hold("list_activity");
    const activity = new Activity(session.care, "org-acu");
    const loading = activity.load();
    void activity.load();
    void activity.load();
    shell.on("list_activity", () => [copied("curl"), copied("token")]);
    held.answer([copied("token")]);
    await loading;
    expect(activity.entries?.map(({ detail }) => detail)).toEqual(["curl", "token"]);
    expect(shell.called("list_activity")).toHaveLength(2);
  });
});
