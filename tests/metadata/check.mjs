// Holds what Keyperch writes as metadata against the library by which the Salesforce CLI goes: every component has to be
// found in its registry, and the folder, converted by it, has to become our zip. `node check.mjs FOLDER`
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComponentSet, MetadataConverter, RegistryAccess, ZipTreeContainer } from "@salesforce/source-deploy-retrieve";

const registry = new RegistryAccess();
const PARTS = 5;

/** Everything that is wrong with an app: its source folder, and its zip. */
async function problems(folder, zip) {
  const found = [];
  try {
    const source = ComponentSet.fromSource({ fsPaths: [join(folder, "force-app")], registry });
    const manifest = await ComponentSet.fromManifest({ manifestPath: join(folder, "manifest/package.xml"), registry });
    const parts = source.getSourceComponents().toArray();
    if (parts.length !== PARTS) found.push(`${parts.length} components are found in the folder, not ${PARTS}`);
    for (const part of parts) {
      const type = registry.getTypeByName(part.type.name);
      const file = part.xml ?? "";
      const place = `/${type.directoryName}/${part.fullName}.${type.suffix}-meta.xml`;
      if (!file.endsWith(place)) found.push(`${file} should end in ${place}`);
    }
    for (const one of parts) if (!manifest.has(one)) found.push(`the manifest lacks ${one.type.name} ${one.fullName}`);
    if (manifest.size !== parts.length) found.push(`the manifest names ${manifest.size} components`);
    found.push(...(await differences(source, zip)));
  } catch (error) {
    found.push(`${error.name}: ${error.message}`);
  }
  return found;
}

/** What is different between our zip and what the library makes of our folder. */
async function differences(source, zip) {
  const ours = await ZipTreeContainer.create(readFileSync(zip));
  const outputDirectory = mkdtempSync(join(tmpdir(), "keyperch-metadata-"));
  try {
    const converter = new MetadataConverter(registry);
    const converted = await converter.convert(source, "metadata", { type: "directory", outputDirectory, genUniqueDir: false });
    const at = converted.packagePath;
    const theirs = files(at, "").filter((path) => path !== "package.xml");
    const mine = zipped(ours, ".").filter((path) => path !== "package.xml");
    const found = [];
    for (const path of theirs) if (!mine.includes(path)) found.push(`the zip lacks ${path}`);
    for (const path of mine) {
      if (!theirs.includes(path)) found.push(`the zip has ${path}, which the library does not write`);
      else if (!readFileSync(join(at, path)).equals(await ours.readFile(path))) found.push(`${path} is different`);
    }
    if (mine.length !== PARTS) found.push(`${mine.length} files are in the zip beside its manifest`);
    return found;
  } finally {
    rmSync(outputDirectory, { recursive: true });
  }
}

function files(top, below) {
  const here = readdirSync(join(top, below), { withFileTypes: true });
  return here.flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? files(top, path) : [path];
  });
}

function zipped(tree, below) {
  return tree.readDirectory(below).flatMap((name) => {
    const path = below === "." ? name : `${below}/${name}`;
    return tree.isDirectory(path) ? zipped(tree, path) : [path];
  });
}

/** Mistakes that this check must find: what is done to a folder, and what is then said. */
const MISTAKES = [
  ["a wrong suffix", /not 5|lacks|UnexpectedForceIgnore|TypeInferenceError|infer/, (folder) => {
    const scopes = join(folder, "force-app/main/default/extlClntAppOauthSettings");
    const [name] = readdirSync(scopes);
    renameSync(join(scopes, name), join(scopes, name.replace(".ecaOauth-", ".ecaOauths-")));
  }],
  ["an unknown type", /RegistryError|ExternalClientApplications/, (folder) => {
    const manifest = join(folder, "manifest/package.xml");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, text.replace("<name>ExternalClientApplication<", "<name>ExternalClientApplications<"));
  }],
  ["another text than in the zip", /is different/, (folder) => {
    const app = join(folder, "force-app/main/default/externalClientApps");
    const [name] = readdirSync(app);
    writeFileSync(join(app, name), readFileSync(join(app, name), "utf8").replace("Local", "Packaged"));
  }],
];

const top = process.argv[2];
const apps = readdirSync(top).filter((name) => name.endsWith(".zip")).map((name) => name.slice(0, -".zip".length));
let wrong = 0;
for (const app of apps) {
  const found = await problems(join(top, app), join(top, `${app}.zip`));
  console.log(`${found.length === 0 ? "ok  " : "FAIL"} ${app}`, ...found.map((problem) => `\n     ${problem}`));
  wrong += found.length;
}
if (apps.length < 6) {
  console.log(`FAIL ${apps.length} apps are there, not one of each recipe and way`);
  wrong += 1;
}
for (const [what, says, plant] of MISTAKES) {
  const planted = mkdtempSync(join(tmpdir(), "keyperch-planted-"));
  cpSync(join(top, apps[0]), planted, { recursive: true });
  plant(planted);
  const found = await problems(planted, join(top, `${apps[0]}.zip`));
  rmSync(planted, { recursive: true });
  const isFound = found.some((problem) => says.test(problem));
  console.log(`${isFound ? "ok  " : "FAIL"} ${what} is found`, isFound ? "" : JSON.stringify(found));
  wrong += isFound ? 0 : 1;
}
process.exitCode = wrong === 0 ? 0 : 1;
