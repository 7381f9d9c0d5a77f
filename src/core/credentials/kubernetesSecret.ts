import { isJsonObject, type JsonObject } from "../json/object.ts";
import { decodeBase64 } from "../text/base64.ts";
import { placesIn } from "../text/lines.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import { strictUtf8 } from "../yaml/source.ts";
import { holdsTemplate, isTemplate } from "../yaml/template.ts";
import { yamlValues } from "../yaml/values.ts";
import type { Credential, CredentialFormat, CredentialReading, CredentialSource } from "./credential.ts";
import { readConfig } from "./dockerConfig.ts";
import { isDockercfg, readDockercfg } from "./dockercfg.ts";
import { registryCredential } from "./dockerEntries.ts";
import { readDockerEntry } from "./dockerEntry.ts";
import { isSopsFile, isSopsValue, sopsProblem } from "./encryptedFile.ts";
import { mentionsSecret } from "./firstLook.ts";
import { readJsonText } from "./jsonText.ts";
import { readingOf } from "./reading.ts";

/** A Secret of Kubernetes with credentials for registries, in YAML or JSON, alone or among others. */
export const kubernetesSecretFormat: CredentialFormat = {
  kind: "kubernetes-secret",
  recognises(source) {
    if (!mentionsSecret(source.text)) return false;
    const objects = objectsIn(source);
    return "fault" in objects ? startsAsSecret.test(source.text) : objects.found.some(isForRegistries);
  },
  read: readSecrets,
};

const startsAsSecret = /^[ \t]*(?:- )?["']?kind["']?[ \t]*:[ \t]*["']?(?:Sealed|External|ClusterExternal)?Secret\b/m;

type Objects =
  | { readonly found: readonly JsonObject[] }
  /** Why the text can't be read. */
  | { readonly fault: Phrase };

/** The objects of a manifest; those of lists in their place. */
function objectsIn({ text, json }: CredentialSource): Objects {
  if (json) return { found: flattened([json]) };
  const reading = yamlValues(text, mentionsSecret);
  if (reading.ok) return { found: flattened(reading.documents) };
  if (reading.problem === "too-large")
    return {
      fault: phrase("This manifest is too large to look for a Secret in it. Convert a file with the Secret alone."),
    };
  if (isTemplate(text)) return { fault: templateProblem };
  if (/^\s*\{/.test(text)) {
    const mended = readJsonText(text);
    return mended.ok ? { found: flattened([mended.value]) } : { fault: mended.problem };
  }
  const { line, column } = placesIn(text)(reading.offset);
  return {
    fault: phrase(
      "This is not valid YAML (line {0}, column {1}), so kubectl refuses it too. Mend it there first.",
      line,
      column,
    ),
  };
}

const templateProblem = phrase(
  "This Secret is a template whose values are not known yet. Render it first, as with helm template, and convert the result.",
);
const noSecret = phrase(
  "No Secret here holds a credential for a registry: one has the type kubernetes.io/dockerconfigjson, or a username and a password.",
);

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
  if ("fault" in objects) return { ok: false, kind: "kubernetes-secret", problem: objects.fault };
  const credentials: Credential[] = [];
  const left: Phrase[] = [];
  for (const object of objects.found.filter(isForRegistries)) {
    const name = nameOf(object);
    const reading = readSecret(object);
    const about = (fault: Phrase): Phrase => (name === undefined ? fault : phrase("{0}: {1}", name, fault));
    if (reading.ok) {
      const several = reading.credentials.length > 1;
      for (const one of reading.credentials) credentials.push(named(one, name, several));
      for (const one of reading.left) left.push(about(one));
    } else left.push(about(reading.problem));
  }
  return readingOf("kubernetes-secret", credentials, left, noSecret);
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
  const refuse = (problem: Phrase): CredentialReading => ({ ok: false, kind: "kubernetes-secret", problem });
  const values = valuesOf(object);
  if (isSopsFile(object) || [...values.values()].some(({ value }) => isSopsValue(value))) return refuse(sopsProblem);
  if (object["kind"] === "SealedSecret")
    return refuse(
      phrase(
        "A SealedSecret can be opened only by the controller in its cluster. Take the Secret that it makes there, with {0}.",
        "kubectl get secret -o yaml",
      ),
    );
  if (object["kind"] !== "Secret")
    return refuse(
      phrase(
        "An ExternalSecret only says where the secret is kept. Take the Secret that it makes in the cluster, with {0}.",
        "kubectl get secret -o yaml",
      ),
    );
  const text = (key: string): string | Phrase => {
    const { value, plain } = values.get(key) ?? { value: undefined, plain: true };
    return plainText(key, value, plain);
  };
  const key = configKey(object);
  if (key !== undefined) {
    const config = text(key);
    return typeof config === "string" ? readDockerText(config) : refuse(config);
  }
  const [username, password] = [text("username"), text("password")];
  if (typeof username !== "string") return refuse(username);
  if (typeof password !== "string") return refuse(password);
  const reading = readDockerEntry({ username, password });
  if (!reading.ok) return refuse(reading.fault ?? phrase("The username and the password of this Secret are empty."));
  const credential = registryCredential(reading.auth);
  const warnings = [...reading.warnings, ...credential.warnings];
  return { ok: true, kind: "kubernetes-secret", credentials: [{ ...credential, warnings }], left: [] };
}

/** The text of a value, or why there is none. */
function plainText(key: string, value: unknown, plain: boolean): string | Phrase {
  if (typeof value !== "string" || holdsTemplate(value)) {
    const templated = typeof value === "string" || (typeof value === "object" && value !== null);
    return templated ? templateProblem : phrase("The value of {0} is empty or no text.", key);
  }
  if (plain) return value;
  const reading = decodeBase64(value.replace(/[ \t\r\n]+/g, ""));
  const decoded = reading.ok ? strictUtf8(reading.bytes) : undefined;
  if (decoded !== undefined) return decoded;
  if (/^\s*\{/.test(value)) return value;
  return phrase(
    "The value of {0} is not text in base64, as everything under data has to be. Move it to stringData if it is plain text.",
    key,
  );
}

function readDockerText(text: string): CredentialReading {
  const reading = readJsonText(text);
  if (!reading.ok) return { ok: false, kind: "kubernetes-secret", problem: reading.problem };
  const config = isJsonObject(reading.value) ? reading.value : {};
  return isDockercfg(config) ? readDockercfg(config, reading.warnings) : readConfig(config, reading.warnings);
}
