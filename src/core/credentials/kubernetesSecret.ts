import { isJsonObject, type JsonObject } from "../json/object.ts";
import { decodeBase64 } from "../text/base64.ts";
import { lineColumnsIn } from "../text/lines.ts";
import { type Result, refuse } from "../text/result.ts";
import { strictUtf8 } from "../text/utf8.ts";
import { hasTemplate, isTemplate } from "../yaml/template.ts";
import { yamlValues } from "../yaml/values.ts";
import type { Credential, CredentialFormat, CredentialReading, CredentialSource } from "./credential.ts";
import { readConfig } from "./dockerConfig.ts";
import { isDockercfg, readDockercfg } from "./dockercfg.ts";
import { registryCredential } from "./dockerEntries.ts";
import { readDockerEntry } from "./dockerEntry.ts";
import { isSopsFile, isSopsValue, sopsProblem } from "./encryptedFile.ts";
import { mentionsSecret } from "./firstLook.ts";
import { readJsonText } from "./jsonText.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/** A Secret of Kubernetes with credentials for registries, in YAML or JSON, alone or among others. */
export const kubernetesSecretFormat: CredentialFormat = {
  kind: "kubernetes-secret",
  recognises(source) {
    if (!mentionsSecret(source.text)) return false;
    const objects = objectsIn(source);
    return objects.ok ? objects.found.some(isForRegistries) : startsAsSecret.test(source.text);
  },
  read: readSecrets,
};

const startsAsSecret = /^[ \t]*(?:- )?["']?kind["']?[ \t]*:[ \t]*["']?(?:Sealed|External|ClusterExternal)?Secret\b/m;

type Objects = Result<{ readonly found: readonly JsonObject[] }>;

/** The objects of a manifest; those of lists in their place. */
function objectsIn({ text, json }: CredentialSource): Objects {
  if (json) return { ok: true, found: flattened([json]) };
  const reading = yamlValues(text, mentionsSecret);
  if (reading.ok) return { ok: true, found: flattened(reading.documents) };
  if (reading.fault === "too-large")
    return refuse("This manifest is too large to search for a Secret. Convert a file that contains only the Secret.");
  if (isTemplate(text)) return refuse(templateProblem);
  if (/^\s*\{/.test(text)) {
    const lenient = readJsonText(text);
    return lenient.ok ? { ok: true, found: flattened([lenient.value]) } : lenient;
  }
  const { line, column } = lineColumnsIn(text)(reading.offset);
  return refuse(`This is not valid YAML (line ${line}, column ${column}). ${reading.inWords}. Fix it there first.`);
}

const templateProblem =
  "This Secret is a template without its values. Render it first, for example with helm template, and convert the result.";
const noSecret =
  "No Secret here contains a registry credential. Use one of type kubernetes.io/dockerconfigjson, or with a username and a password.";

function flattened(values: readonly unknown[]): readonly JsonObject[] {
  return values.filter(isJsonObject).flatMap((object) => {
    const { kind, items } = object;
    if (typeof kind !== "string" || !/List$/.test(kind) || !Array.isArray(items)) return [object];
    const own = kind === "SecretList" ? { kind: "Secret" } : {};
    return items.filter(isJsonObject).map((item): JsonObject => ({ ...own, ...item }));
  });
}

const sealedKinds = ["SealedSecret", "ExternalSecret", "ClusterExternalSecret"];

/** Whether an object is a Secret for registries, or one that will become such a Secret. */
function isForRegistries(object: JsonObject): boolean {
  const { kind } = object;
  if (kind === "Secret" || isSopsValue(kind)) return holdsPair(object) || configKey(object) !== undefined;
  if (typeof kind !== "string" || !sealedKinds.includes(kind)) return false;
  return /dockerc(?:onfigjson|fg)\b|kubernetes\.io\/basic-auth/.test(JSON.stringify(object));
}

/** The values of a Secret, with the source of each: what stands in `stringData` wins. */
function valuesOf(object: JsonObject): ReadonlyMap<string, { readonly value: unknown; readonly plain: boolean }> {
  const values = new Map<string, { readonly value: unknown; readonly plain: boolean }>();
  for (const [field, plain] of [
    ["data", false],
    ["stringData", true],
  ] as const) {
    const map = object[field];
    if (isJsonObject(map)) for (const [key, value] of Object.entries(map)) values.set(key, { value, plain });
  }
  return values;
}

function configKey(object: JsonObject): ".dockerconfigjson" | ".dockercfg" | undefined {
  const values = valuesOf(object);
  return ([".dockerconfigjson", ".dockercfg"] as const).find((key) => values.has(key));
}

/** A username and a password and nothing else, or what says that it is such a pair: other Secrets have these keys too. */
function holdsPair(object: JsonObject): boolean {
  const keys = [...valuesOf(object).keys()];
  if (!keys.includes("username") || !keys.includes("password")) return false;
  return object["type"] === "kubernetes.io/basic-auth" || keys.length === 2;
}

function readSecrets(source: CredentialSource): CredentialReading {
  const objects = objectsIn(source);
  if (!objects.ok) return { ...objects, kind: "kubernetes-secret" };
  const credentials: Credential[] = [];
  const left: string[] = [];
  for (const object of objects.found.filter(isForRegistries)) {
    const name = nameOf(object);
    const reading = readSecret(object);
    const about = (problem: string): string => (name === undefined ? problem : `${name}: ${problem}`);
    if (reading.ok) {
      const several = reading.credentials.length > 1;
      for (const one of reading.credentials) credentials.push(named(one, name, several));
      for (const one of reading.left) left.push(about(one));
    } else left.push(about(reading.problem));
  }
  return readingOfEntries("kubernetes-secret", credentials, left, noSecret);
}

function nameOf({ metadata }: JsonObject): string | undefined {
  const name = isJsonObject(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" && /^[\w.-]{1,253}$/.test(name) ? name : undefined;
}

/** The credential as one of a Secret: its entry is the Secret's name, with the server where the Secret has several. */
function named(credential: Credential, name: string | undefined, several: boolean): Credential {
  const { kind, description } = credential;
  const server = several ? description.entry : undefined;
  const entry = [name, server].filter((part) => part !== undefined).join(": ") || description.entry;
  return {
    ...credential,
    kind: kind === "google-key" ? kind : "kubernetes-secret",
    description: { ...description, ...(entry === undefined ? {} : { entry }) },
  };
}

function readSecret(object: JsonObject): CredentialReading {
  const refuseSecret = (problem: string): CredentialReading => ({ ...refuse(problem), kind: "kubernetes-secret" });
  const values = valuesOf(object);
  if (isSopsFile(object) || [...values.values()].some(({ value }) => isSopsValue(value)))
    return refuseSecret(sopsProblem);
  if (object["kind"] === "SealedSecret")
    return refuseSecret(
      "Only the controller in the cluster can decrypt a SealedSecret. Use the Secret that it creates there: kubectl get secret -o yaml.",
    );
  if (object["kind"] !== "Secret")
    return refuseSecret(
      "An ExternalSecret only refers to the secret. Use the Secret that it creates in the cluster: kubectl get secret -o yaml.",
    );
  const text = (key: string): ValueReading => {
    const { value, plain } = values.get(key) ?? { value: undefined, plain: true };
    return valueText(key, value, plain);
  };
  const key = configKey(object);
  if (key !== undefined) {
    const config = text(key);
    return config.ok ? readDockerText(config.text) : refuseSecret(config.problem);
  }
  const [username, password] = [text("username"), text("password")];
  if (!username.ok) return refuseSecret(username.problem);
  if (!password.ok) return refuseSecret(password.problem);
  const empty = (): string => "The username and the password of this Secret are empty.";
  const reading = readDockerEntry({ username: username.text, password: password.text }, empty);
  if (!reading.ok) return refuseSecret(reading.problem);
  const credential = registryCredential(reading.auth);
  const warnings = [...reading.warnings, ...credential.warnings];
  return { ok: true, kind: "kubernetes-secret", credentials: [{ ...credential, warnings }], left: [] };
}

type ValueReading = Result<{ readonly text: string }>;

/** The text of a value, or why there is none. */
function valueText(key: string, value: unknown, plain: boolean): ValueReading {
  if (typeof value !== "string" || hasTemplate(value)) {
    const templated = typeof value === "string" || (typeof value === "object" && value !== null);
    return refuse(templated ? templateProblem : `The value of ${key} is empty or not a string.`);
  }
  if (plain) return { ok: true, text: value };
  const reading = decodeBase64(value.replace(/[ \t\r\n]+/g, ""));
  const decoded = reading.ok ? strictUtf8(reading.bytes) : undefined;
  if (decoded !== undefined) return { ok: true, text: decoded };
  if (/^\s*\{/.test(value)) return { ok: true, text: value };
  return refuse(
    `The value of ${key} is not base64, which everything under data must be. Move it to stringData if it is plain text.`,
  );
}

function readDockerText(text: string): CredentialReading {
  const reading = readJsonText(text);
  if (!reading.ok) return { ...reading, kind: "kubernetes-secret" };
  const config = isJsonObject(reading.value) ? reading.value : {};
  return isDockercfg(config) ? readDockercfg(config, reading.warnings) : readConfig(config, reading.warnings);
}
