// Words as they stand in Salesforce Setup (English), to be found there by a person. Never translated by us, never
// reworded: whoever changes one looks at Setup first. Kept apart from our own words for that reason.

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

  settings: "Settings",
  policies: "Policies",
  edit: "Edit",

  oauthSettings: "OAuth Settings",
  callbackUrl: "Callback URL",
  scopes: "OAuth Scopes",
  keyAndSecret: "Consumer Key and Secret",
  consumerKey: "Consumer Key",
  consumerSecret: "Consumer Secret",

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

/** What a scope is called in Setup, where that is known for certain. */
export const scopeLabel = (scope: string): string | undefined =>
  Object.hasOwn(scopeLabels, scope) ? scopeLabels[scope] : undefined;
