// Words as they stand in Salesforce Setup (English), to be found there by a person. Never translated by us, never
// reworded: whoever changes one looks at Setup first. Kept apart from our own words for that reason.

import type { SetupLabel } from "../wire/SetupLabel";
import type { SetupPage } from "../wire/SetupPage";

/** Pages, tabs, sections, fields and choices. */
export const setup = {
  setup: "Setup",

  manager: "External Client App Manager",
  usage: "External Client Apps OAuth Usage",
  connectedUsage: "Connected Apps OAuth Usage",
  loginHistory: "Login History",
  users: "Users",
  profiles: "Profiles",
  permissionSets: "Permission Sets",
  myDomain: "My Domain",
  networkAccess: "Network Access",
  sessionSettings: "Session Settings",
  oauthAndOpenId: "OAuth and OpenID Connect Settings",
  companyInformation: "Company Information",
  appSettings: "External Client App Settings",
  customScopePage: "OAuth Custom Scopes",
  cors: "CORS",
  trustedUrls: "Trusted URLs",

  settings: "Settings",
  policies: "Policies",
  edit: "Edit",

  oauthSettings: "OAuth Settings",
  callbackUrl: "Callback URL",
  scopes: "OAuth Scopes",
  keyAndSecret: "Consumer Key and Secret",
  consumerKey: "Consumer Key",
  consumerSecret: "Consumer Secret",

  enableOauthSettings: "API (Enable OAuth Settings)",
  flowEnablement: "Flow Enablement",
  codeFlow: "Enable Authorization Code and Credentials Flow",
  clientCredentials: "Enable Client Credentials Flow",
  deviceFlow: "Enable Device Flow",
  jwtFlow: "Enable JWT Bearer Flow",

  security: "Security",
  secretForWebServer: "Require secret for Web Server Flow",
  secretForRefresh: "Require secret for Refresh Token Flow",
  pkce: "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",

  appPolicies: "App Policies",
  selectProfiles: "Select Profiles",
  selectPermissionSets: "Select Permission Sets",
  oauthPolicies: "OAuth Policies",
  permittedUsers: "Permitted Users",
  selfAuthorize: "All users can self-authorize",
  preAuthorized: "Admin approved users are pre-authorized",

  flowPolicies: "OAuth Flows and External Client App Enhancements",
  runAs: "Run As (Username)",

  appAuthorization: "App Authorization",
  refreshTokenPolicy: "Refresh Token Policy",
  untilRevoked: "Refresh token is valid until revoked",
  ipRelaxation: "IP Relaxation",
  relaxIp: "Relax IP restrictions",

  createApps: "Create, edit, and delete External Client Apps",
  modifyMetadata: "Modify Metadata Through Metadata API Functions",
  apiEnabled: "API Enabled",
  anyApiClient: "Use Any API Client",
  install: "Install",
  unblock: "Unblock",
  active: "Active",
  unfreeze: "Unfreeze",
  allow: "Allow",
} as const;

/** What a page of Setup is called there. */
export const setupPages: Readonly<Record<SetupPage, string>> = {
  external_client_app_manager: setup.manager,
  oauth_usage: setup.usage,
  connected_apps_usage: setup.connectedUsage,
  login_history: setup.loginHistory,
  users: setup.users,
  permission_sets: setup.permissionSets,
  profiles: setup.profiles,
  my_domain: setup.myDomain,
  network_access: setup.networkAccess,
  session_settings: setup.sessionSettings,
  oauth_settings: setup.oauthAndOpenId,
  company_information: setup.companyInformation,
  external_client_app_settings: setup.appSettings,
  oauth_custom_scopes: setup.customScopePage,
  cors: setup.cors,
  trusted_urls: setup.trustedUrls,
};

/** What finds a page in Setup’s box “Quick Find”, where a link does not lead there. */
export const quickFind: Readonly<Record<SetupPage, string>> = {
  ...setupPages,
  external_client_app_manager: "External",
  oauth_usage: "External",
  external_client_app_settings: "External",
};

/** Every button, tab, section, field, box and choice that a guide leads to. */
export const setupLabels: Readonly<Record<SetupLabel, string>> = {
  new_external_client_app: "New External Client App",
  app_name: "External Client App Name",
  api_name: "API Name",
  contact_email: "Contact Email",
  distribution_state: "Distribution State",
  distribution_local: "Local",
  distribution_packaged: "Packaged",
  enable_oauth_settings: setup.enableOauthSettings,
  enable_oauth: "Enable OAuth",
  callback_url: setup.callbackUrl,
  oauth_scopes: setup.scopes,
  flow_enablement: setup.flowEnablement,
  security: setup.security,
  introspect_all_tokens: "Introspect All Tokens",
  client_credentials_flow: setup.clientCredentials,
  code_and_credentials_flow: setup.codeFlow,
  code_and_credentials_in_body:
    "Require user credentials in the POST body for Authorization Code and Credentials Flow",
  device_flow: setup.deviceFlow,
  jwt_bearer_flow: setup.jwtFlow,
  upload_files: "Upload Files",
  secret_for_web_server: setup.secretForWebServer,
  secret_for_refresh: setup.secretForRefresh,
  pkce: setup.pkce,
  rotation: "Enable Refresh Token Rotation",
  jwt_access_tokens: "Issue JSON Web Token (JWT)-based access tokens for named users",
  create: "Create",
  policies_tab: setup.policies,
  settings_tab: setup.settings,
  edit: setup.edit,
  save: "Save",
  app_policies: setup.appPolicies,
  oauth_policies: setup.oauthPolicies,
  flow_policies: setup.flowPolicies,
  app_authorization: setup.appAuthorization,
  select_profiles: setup.selectProfiles,
  select_permission_sets: setup.selectPermissionSets,
  permitted_users: setup.permittedUsers,
  self_authorize: setup.selfAuthorize,
  pre_authorized: setup.preAuthorized,
  run_as: setup.runAs,
  refresh_token_policy: setup.refreshTokenPolicy,
  refresh_until_revoked: setup.untilRevoked,
  refresh_idle: "Expire refresh token if not used for",
  refresh_lifetime: "Expire refresh token after",
  refresh_immediately_expires: "Immediately expire refresh token",
  ip_relaxation: setup.ipRelaxation,
  ip_enforce: "Enforce IP restrictions",
  ip_enforce_but_relax_refresh: "Enforce IP restrictions, but relax for refresh tokens",
  ip_relax_activated_devices: "Relax IP restrictions for activated devices",
  ip_relax: setup.relaxIp,
  session_timeout: "Session Timeout in Minutes",
  high_assurance: "High assurance session required",
  custom_scopes: "Custom Scopes",
  oauth_settings: setup.oauthSettings,
  key_and_secret: setup.keyAndSecret,
  verify: "Verify",
  trusted_domains: "Trusted Domains",
  cors: setup.cors,
};

/** How some orgs spell the same: Setup differs from release to release. */
export const otherSpellings: Readonly<Partial<Record<SetupLabel, string>>> = {
  self_authorize: "All users may self-authorize",
  pre_authorized: "Admin approved users are pre authorized",
  secret_for_refresh: "Require secret for Refresh Token",
  pkce: "Require Proof Key for Code Exchange (PKCE)",
  run_as: "Run As (username)",
};

/** Every scope's name in the list "OAuth Scopes" of Setup. */
const scopeLabels: Readonly<Record<string, string>> = {
  api: "Manage user data via APIs (api)",
  refresh_token: "Perform requests at any time (refresh_token, offline_access)",
  offline_access: "Perform requests at any time (refresh_token, offline_access)",
  sfap_api: "Access the Salesforce API Platform (sfap_api)",
  web: "Manage user data via Web browsers (web)",
  full: "Full access (full)",
  id: "Access the identity URL service (id, profile, email, address, phone)",
  profile: "Access the identity URL service (id, profile, email, address, phone)",
  email: "Access the identity URL service (id, profile, email, address, phone)",
  address: "Access the identity URL service (id, profile, email, address, phone)",
  phone: "Access the identity URL service (id, profile, email, address, phone)",
  openid: "Access unique user identifiers (openid)",
  custom_permissions: "Access custom permissions (custom_permissions)",
  chatter_api: "Access Connect REST API resources (chatter_api)",
  visualforce: "Access Visualforce applications (visualforce)",
  lightning: "Access Lightning applications (lightning)",
  content: "Access content resources (content)",
  wave_api: "Access Analytics REST API resources (wave_api)",
  eclair_api: "Access Analytics REST API Charts Geodata resources (eclair_api)",
  pardot_api: "Manage Pardot services (pardot_api)",
  chatbot_api: "Access chatbot services (chatbot_api)",
  interaction_api: "Access Interaction API resources (interaction_api)",
  einstein_gpt_api: "Access Einstein GPT services (einstein_gpt_api)",
  cdp_api: "Access all Data Cloud API resources (cdp_api)",
  cdp_ingest_api: "Manage Customer Data Platform Ingestion API data",
  cdp_profile_api: "Manage Customer Data Platform profile data",
  cdp_query_api: "Perform ANSI SQL queries on Customer Data Platform data",
  user_registration_api: "Access Headless Registration API",
  forgot_password: "Access Headless Forgot Password API",
};

/** What some scopes were called before; older orgs and most articles still say so. */
export const olderScopeLabels: Readonly<Partial<Record<string, string>>> = {
  api: "Access and manage your data (api)",
  refresh_token: "Perform requests on your behalf at any time",
  web: "Provide access to your data via the Web",
  id: "Access your basic information",
};

/** What a scope is called in Setup, where that is known for certain. */
export const scopeLabel = (scope: string): string | undefined =>
  Object.hasOwn(scopeLabels, scope) ? scopeLabels[scope] : undefined;
