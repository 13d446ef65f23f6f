// What every test begins with, and leaves behind.

import "@testing-library/jest-dom/vitest";
import { clearMocks } from "@tauri-apps/api/mocks";
import { afterEach, beforeAll, vi } from "vitest";

beforeAll(() => {
  // jsdom knows dialogs, but not how they open: modal ones hide nothing here, and Esc is pressed by hand.
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
  // jsdom draws nothing, so it has nothing to scroll.
  HTMLElement.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  // axe asks for a canvas to look for letters that are pictures; there are none, and jsdom has no canvas.
  HTMLCanvasElement.prototype.getContext = () => null;
});

afterEach(() => {
  clearMocks();
  vi.useRealTimers();
});
