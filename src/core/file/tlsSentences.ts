import { plainType } from "../yaml/resolve.ts";
import { type TlsFields, textOf } from "./file.ts";
import { type FileField, fileField, isAbsolutePath, isInlinePem, isTrue, namesFile } from "./tls.ts";

/** What becomes of a file that `tls` names. Source: docs/how-k3s-reads-it/tls.md#files. */
export function fileSentences(tls: TlsFields, name: FileField): readonly string[] {
  const text = textOf(fileField(tls, name));
  if (text === undefined || text === "") return [];
  const sentences: string[] = [];
  if (isInlinePem(text))
    sentences.push("This is the content of a file, but k3s reads it as a path. No such file exists, and pulls fail.");
  else if (!isAbsolutePath(text, undefined))
    sentences.push(
      "This is not an absolute path. containerd looks in the directory that k3s creates for this host, and expands neither ~ nor variables.",
    );
  else sentences.push("A file on each node. k3s does not check it, and pulls fail if it is missing.");
  const other = { cert_file: "key_file", key_file: "cert_file", ca_file: undefined } as const;
  const partner = other[name];
  if (partner !== undefined && !namesFile(fileField(tls, partner)))
    sentences.push(`It needs ${partner} as well. Without it, pulls fail.`);
  if (name === "ca_file" && isTrue(tls.skipVerify))
    sentences.push("The registry's certificate is not checked, so this file is not used.");
  return sentences;
}

/** What the value of `insecure_skip_verify` evaluates to. Source: docs/how-k3s-reads-it/yaml.md#booleans. */
export function skipVerifySentences({ skipVerify }: TlsFields): readonly string[] {
  const { value } = skipVerify;
  if (isTrue(skipVerify))
    return ["The registry's certificate is not checked, and anyone on the network path can impersonate the registry."];
  if (value.kind !== "scalar") return [];
  return value.style === "plain" && plainType(value.text) === "!!bool"
    ? ["The registry's certificate is checked."]
    : ["k3s accepts only true or false without quotes. With this value it can't read the file."];
}
