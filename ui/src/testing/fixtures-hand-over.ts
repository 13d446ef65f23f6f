// Hand-overs as the program behind the window would tell them.

import type { HandOverView } from "../wire/HandOverView";
import type { ToolGrantView } from "../wire/ToolGrantView";
import { MINUTE } from "./fixtures";

/** A tool's sign-in whose tokens wait here. */
export const toolGrant = (more: Partial<ToolGrantView> = {}): ToolGrantView => ({
  tool: "rehearsal_tool",
  username: "release@acme.com.uat",
  signedInAt: Date.now() - MINUTE,
  isRefreshable: true,
  handedOverAt: null,
  ...more,
});

/** What stands in each shell's block, with dots where the secrets come. */
export const handOver = (more: Partial<HandOverView> = {}): HandOverView => ({
  app: "app-acu",
  tool: "rehearsal_tool",
  blocks: [
    { shell: "power_shell", text: "$env:dxrt_client_secret = '••••••••••••'\ndxrt salesforce rehearse" },
    { shell: "cmd", text: 'set "dxrt_client_secret=••••••••••••"\ndxrt salesforce rehearse' },
    { shell: "bash", text: "export dxrt_client_secret='••••••••••••'\ndxrt salesforce rehearse" },
  ],
  isProduction: false,
  isKindCertain: true,
  hasSecret: true,
  grant: null,
  ...more,
});
