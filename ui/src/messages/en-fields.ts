// English: what is wrong with a field, said beside it.

import type { AddressRefused } from "../wire/AddressRefused";
import type { Field } from "../wire/Field";
import type { FieldRefused } from "../wire/FieldRefused";

const addresses: Record<AddressRefused, string> = {
  empty: "There is no address to paste. Copy one from the browser’s address bar first.",
  not_an_address: "This is not an address. Copy the whole line from the browser’s address bar.",
  plain_http: "This address begins with http://. Use one that begins with https://.",
  user_info: "This address has an @ in it, which can hide where it leads. Copy it from the browser again.",
  port: "This address has a port number. An org’s own address has none.",
  international: "This address has letters that Salesforce does not use. It may be a fake.",
  experience_cloud: "This is a site for customers or partners. Open the org itself, for example Setup, and copy that address.",
  not_an_org: "This is Salesforce, but not an org’s own address. Sign in to the org and copy that address.",
  not_salesforce: "This is not a Salesforce address.",
};

const empty: Record<Field, string> = {
  address: "Paste an address of the org.",
  client: "Enter the client’s name.",
  org_name: "Enter a name for the org.",
  code: "Enter a code, or leave it empty and one is made.",
  app_name: "Enter the app’s name.",
  callback_url: "Enter the Callback URL as it is in Setup.",
  scopes: "Enter at least one scope.",
  consumer_key: "Copy the Consumer Key in Salesforce, then press Paste.",
  consumer_secret: "Copy the Consumer Secret in Salesforce, then press Paste.",
};

const characters: Record<Field, string> = {
  address: "Copy the address again: it has characters that do not belong there.",
  client: "Remove the characters that do not show, such as line breaks.",
  org_name: "Remove the characters that do not show, such as line breaks.",
  code: "Use letters and digits only.",
  app_name: "Remove the characters that do not show, such as line breaks.",
  callback_url: "No spaces or special letters here. Copy it from Setup again.",
  scopes: "Scopes have no quotation marks, backslashes or special letters.",
  consumer_key: "A Consumer Key has no spaces or special letters. Copy it again.",
  consumer_secret: "A Consumer Secret has no spaces or special letters. Copy it again.",
};

const taken: Record<Field, string> = {
  address: "Another org has this address already.",
  client: "There is a client of this name already.",
  org_name: "This client has an org of this name already.",
  code: "Another org has this code. Choose another.",
  app_name: "This org has an app of this name already.",
  callback_url: "This Callback URL is in use already.",
  scopes: "These scopes are in use already.",
  consumer_key: "This Consumer Key is in use already.",
  consumer_secret: "This Consumer Secret is in use already.",
};

/** What to do about a field that was refused. */
export function problem(refused: FieldRefused): string {
  switch (refused.problem) {
    case "empty":
      return empty[refused.field];
    case "too_long":
      return `This is too long: ${refused.most} characters at most.`;
    case "characters":
      return characters[refused.field];
    case "taken":
      return taken[refused.field];
    case "address":
      return addresses[refused.reason];
    case "not_loopback":
      return "Keyperch can only listen on this computer: http://localhost and a port, such as http://localhost:33333.";
    case "looks_like_key":
      return "This looks like the Consumer Key. Copy the Consumer Secret and paste again.";
    case "looks_like_secret":
      return "This looks like the Consumer Secret. Copy the Consumer Key and paste again.";
    case "nothing_to_paste":
      return "There is no text to paste. Copy it in Salesforce first.";
    case "refused_by_salesforce":
      return "Salesforce does not take this secret. The one that is stored stays.";
  }
}
