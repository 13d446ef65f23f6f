// English: what is wrong with a field, said beside it.

import type { AddressRefused } from "../wire/AddressRefused";
import type { Field } from "../wire/Field";
import type { FieldRefused } from "../wire/FieldRefused";
import { proxies } from "./en-network";

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
  flow: "Choose how Keyperch signs in.",
  further_callbacks: "Remove the empty Callback URL.",
  jwt_username: "Enter the exact username of the user for whom the assertion is signed.",
  private_key: "Make a key, or choose a key file.",
  passphrase: "Copy the passphrase of the key file, then press Paste passphrase.",
  proxy_address: "Enter host and port of the proxy.",
  proxy_username: "Enter the username that belongs to the password.",
  proxy_password: "Copy the proxy’s password, then press Paste.",
  extra_ca: "This file is empty. Ask IT for the certificate authority’s file.",
  contact_email: "Enter the e-mail address that Salesforce may write to about the app.",
  api_name: "Enter the API Name.",
  their_callback: "Enter the https address that the integration itself is called back at.",
  run_as: "Enter the exact username of the user whom the app acts as.",
  permission_set: "Enter the name of the permission set.",
  custom_scopes: "Enter the names of the custom scopes, separated by spaces.",
  answer: "Choose one of the answers.",
  through: "Choose a sign-in.",
  notes: "Write something.",
  set_name: "Enter a name for the set.",
  apps: "Choose at least one org.",
  shortcut: "Press the keys that are to bring the quick switcher.",
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
  flow: "Choose how Keyperch signs in.",
  further_callbacks: "One Callback URL a line, without spaces or special letters. Copy them from Setup again.",
  jwt_username: "A username has no spaces or special letters. Copy it from Setup.",
  private_key: "This file is not text in the PEM format.",
  passphrase: "A passphrase is one line of text. Copy it again.",
  proxy_address: "A proxy has no spaces or special letters.",
  proxy_username: "A username for a proxy has no colon, and no characters that do not show.",
  proxy_password: "A password is one line of text. Copy it again.",
  extra_ca: "This file is not text in the PEM format.",
  contact_email: "An e-mail address has no spaces or special letters. Copy it again.",
  api_name: "Use letters, digits and single underscores only.",
  their_callback: "No spaces or special letters here. Copy the address again.",
  run_as: "A username has no spaces or special letters. Copy it from Setup.",
  permission_set: "Remove the characters that do not show, such as line breaks.",
  custom_scopes: "Names of scopes have no quotation marks, backslashes or special letters.",
  answer: "Choose one of the answers.",
  through: "Choose a sign-in.",
  notes: "Remove the characters that do not show.",
  set_name: "Remove the characters that do not show, such as line breaks.",
  apps: "Choose the orgs again.",
  shortcut: "Press other keys.",
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
  flow: "An app of this org signs in this way already.",
  further_callbacks: "A Callback URL stands there twice.",
  jwt_username: "This username is in use already.",
  private_key: "This private key is in use already.",
  passphrase: "This passphrase is in use already.",
  proxy_address: "This proxy is in use already.",
  proxy_username: "This username is in use already.",
  proxy_password: "This password is in use already.",
  extra_ca: "This certificate authority is trusted already.",
  contact_email: "This e-mail address is in use already.",
  api_name: "This org has an app of this API Name already.",
  their_callback: "This address is there already.",
  run_as: "This username is in use already.",
  permission_set: "This permission set is in use already.",
  custom_scopes: "A custom scope stands there twice.",
  answer: "This answer was given already.",
  through: "Choose another sign-in.",
  notes: "This is noted already.",
  set_name: "There is a set of this name already.",
  apps: "An org stands there twice.",
  shortcut: "Another program has these keys. Press others.",
};

const nothingToPaste: Partial<Record<Field, string>> = {
  passphrase: "There is no text to paste. Copy the passphrase first.",
  proxy_password: "There is no text to paste. Copy the password first.",
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
      return nothingToPaste[refused.field] ?? "There is no text to paste. Copy it in Salesforce first.";
    case "refused_by_salesforce":
      return "Salesforce does not take this secret. The one that is stored stays.";
    case "not_a_username":
      return "This is not a Salesforce username. It looks like an e-mail address, such as ana@acme.com.uat.";
    case "not_a_private_key":
      return "There is no RSA private key in this file. Choose the file that begins with BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY.";
    case "weak_key":
      return "This key is too short: Salesforce wants RSA with 2048 bits or more. Make a key here instead.";
    case "key_encryption":
      return "This file is encrypted in an old way that Keyperch cannot read. Convert it to PKCS#8, or make a key here instead.";
    case "wrong_passphrase":
      return "This passphrase does not open the file. Copy it again, then press Paste passphrase.";
    case "needs_my_domain":
      return "This way to sign in works only at the org’s own address. Edit the org first and paste its My Domain.";
    case "proxy":
      return proxies[refused.reason];
    case "for_another":
      return "The stored password was for another proxy or user, so it is not sent to this one. Paste the password again.";
    case "not_pem":
      return "This file is not text in the PEM format. Ask IT for the file that begins with BEGIN CERTIFICATE.";
    case "no_certificate":
      return "There is no certificate in this file. Ask IT for the file that begins with BEGIN CERTIFICATE.";
    case "unreadable":
      return "A certificate in this file cannot be read. Ask IT for the file again.";
    case "not_an_email":
      return "This is not an e-mail address. It looks like ana@acme.com.";
    case "not_https":
      return "Salesforce takes https addresses alone here; http is for localhost only.";
    case "not_an_api_name":
      return "An API Name begins with a letter, and has letters, digits and single underscores. It does not end with one.";
    case "not_a_choice":
      return "Choose one of the answers that are offered.";
    case "neither_key_nor_secret":
      return "This is neither a Consumer Key nor a Consumer Secret. Copy one of them in Salesforce, then paste again.";
    case "of_another_org":
      return "This sign-in is to another org. Choose one to the org of the guide.";
    case "makes_itself":
      return "This is the app that is to be made. Choose the sign-in of another app of this org.";
    case "holds_secret":
      return "This looks like a token or a secret. Notes are kept in the open: write it down nowhere.";
    case "not_the_code":
      return "This is not the short code.";
    case "not_keys":
      return "Press a key together with Ctrl, Alt or Shift and one of the others.";
    case "no_authority":
      return "This certificate vouches for nobody else. Ask IT for the certificate of the authority itself.";
  }
}
