import "./style/tokens.css";
import "./style/base.css";

import { mount } from "svelte";

import QuickPage from "./views/quick/QuickPage.svelte";

mount(QuickPage, { target: document.body });
