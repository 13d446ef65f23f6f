import { describe, expect, it } from "vitest";

import type { SettingView } from "../wire/SettingView";
import { sorted, standOf } from "./settings";

const setting = (wanted: SettingView["wanted"], found: SettingView["found"]): SettingView => ({ line: null, setting: "pkce", wanted, found });
const [on, off] = [{ is: "box", on: true } as const, { is: "box", on: false } as const];

describe("a setting", () => {
  it("stands as wanted, otherwise, or unread", () => {
    expect(standOf(setting(on, on))).toBe("same");
    expect(standOf(setting(on, off))).toBe("other");
    expect(standOf(setting(on, null))).toBe("unread");
    expect(standOf(setting({ is: "text", text: "ip_relax" }, { is: "choice", choice: "ip_relax" })), "no text is a choice").toBe("other");
  });

  it("that is otherwise comes first, one that was read as wanted last", () => {
    const [same, unread, other] = [setting(on, on), setting(on, null), setting(off, on)];
    expect(sorted([same, unread, other])).toEqual([other, unread, same]);
  });
});
