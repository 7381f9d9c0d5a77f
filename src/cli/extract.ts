import { resolve } from "node:path";
import { hasPlaceholder } from "../core/carriers/placeholders.ts";
import { credentialHosts, type ExtractForm, extract, extractForms } from "../core/convert/extract.ts";
import { shownHost } from "../core/display/shown.ts";
import type { RegistriesFile } from "../core/file/file.ts";
import { normaliseHost } from "../core/hosts/registryHost.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, printable, shownArgument } from "./command.ts";
import { createFile, isThere } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { readNamedFile } from "./namedFile.ts";

const formNames: Readonly<Record<string, ExtractForm>> = {
  key: "google-key",
  "docker-config": "docker-config",
  "pull-secret": "pull-secret",
};

/** The form that is the whole file. */
const wholeForm = "registries.yaml";

const help = `Usage: k3s-registries extract FILE (--host HOST [--as FORM] | --as registries.yaml) (-o OUT | --reveal)

Exports the credential of one host in a registries.yaml as a file for other tools, or a registries.yaml that another
file carries. Use - for standard input, and FILE#REGION for one of several registries.yaml files inside a file.

Options:
  --host HOST          the host, as written under configs
  --as FORM            key (the JSON of a Google key), docker-config (a Docker config.json), pull-secret (a Kubernetes
                       Secret in YAML), or registries.yaml; default: key for a Google key, otherwise docker-config
  -o, --output OUT     create this file, readable only by its owner (mode 0600); never overwrites a file
  --reveal             write the secret to standard output instead
  --help               show this help

Exit codes: 0 done, 2 failed.
`;

export const extractCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      host: { type: "string" },
      as: { type: "string" },
      output: { type: "string", short: "o" },
      reveal: { type: "boolean", default: false },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1)
      throw new UserProblem("extract needs one registries.yaml, or - for standard input");
    const { host: named, as: formName, output: path, reveal } = values;
    if (formName !== undefined && formName !== wholeForm && !Object.hasOwn(formNames, formName))
      throw new UserProblem(`--as takes ${[...Object.keys(formNames), wholeForm].join(", ")}`);
    if (formName === wholeForm && named !== undefined)
      throw new UserProblem(`--as ${wholeForm} exports every host; leave out --host`);
    if (reveal ? path !== undefined : path === undefined || path === "-")
      throw new UserProblem("the output is the secret; name a file with -o OUT, or use --reveal to print it");

    if (path !== undefined && (await isThere({ file: resolve(surroundings.cwd, path), shown: path })))
      throw new UserProblem(`${shownArgument(path)}: this file already exists; name a new one`);
    const shown = file === "-" ? "standard input" : file;
    const { region } = await readNamedFile(file, shown, surroundings);
    const registries = region.file;
    if (formName === wholeForm) {
      if (path === undefined) await output.write(region.arriving);
      else {
        await createFile({ file: resolve(surroundings.cwd, path), shown: path }, Buffer.from(region.arriving));
        output.note(`${printable(shownPath(path))} is ready, with the credentials in it.`);
      }
      if (region.arriving !== region.file.doc.text)
        output.note("Values that the tool fills in, or that are in Secrets, are not in it. Replace their names.");
      return exitCodes.clean;
    }
    const known = credentialHosts(registries);
    const names = known.length > 0 ? known.map(shownHost).join(", ") : "none of its hosts has a credential";
    if (named === undefined) throw new UserProblem(`specify a host: --host HOST (${names})`);
    const host = known.includes(named) ? named : normaliseHost(named);
    const form = formName === undefined ? extractForms(registries, host)[0] : formNames[formName];
    const replaced = expressionIn(registries, host);
    if (replaced)
      throw new UserProblem(
        `${shownArgument(shown)}: the credential of ${printable(shownHost(host))} is not in this file; it comes from ${printable(region.shown(replaced))}`,
      );
    const extraction = extract(registries, host, form ?? "docker-config");
    if (!extraction.ok) throw new UserProblem(`${shownArgument(shown)}: ${printable(extraction.problem)}`);
    if (path === undefined) await output.write(extraction.text);
    else {
      await createFile({ file: resolve(surroundings.cwd, path), shown: path }, Buffer.from(extraction.text));
      output.note(
        `${printable(shownPath(path))} contains the credential of ${printable(shownHost(host))}; delete it after use.`,
      );
    }
    return exitCodes.clean;
  },
};

/** What the carrier of a registries.yaml replaces in the credential of a host; `undefined` if it is all there. */
function expressionIn(file: RegistriesFile, host: string): string | undefined {
  const auth = file.configOf(host)?.auth;
  const fields = auth ? [auth.username, auth.password, auth.encoded, auth.identityToken] : [];
  const texts = fields.map(({ value }) => ("text" in value ? (value.text ?? "") : ""));
  return texts.find(hasPlaceholder)?.match(/[\ufdd0-\ufdef]+/)?.[0];
}
