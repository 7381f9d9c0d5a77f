// Makes a .vsix smaller: JSON and XML are packed without spaces, texts of the manifest with numbers for names, translations without the
// English texts, and everything with the slowest search for Deflate, which every reader of zip files can read.
import { readFileSync, writeFileSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import { deflateAsync } from "@gfx/zopfli";
import { shortText } from "./shortText.mjs";

/** What of the manifest only developers need. */
const ofDevelopment = ["scripts", "sideEffects", "devDependencies", "allowScripts"];

/**
 * Rewrites a package that vsce has written.
 *
 * @param {string} path
 * @returns how many bytes it has then
 */
export async function compactPackage(path) {
  const packed = readFileSync(path);
  const locals = [];
  const directory = [];
  let offset = 0;
  const entries = [...entriesOf(packed)];
  const texts = Object.keys(JSON.parse(entries.find(({ name }) => name === "extension/package.nls.json").data));
  for (const { name, header, data } of entries) {
    const contents = withoutSpaces(name, data, texts);
    const deflated = Buffer.from(await deflateAsync(contents, { numiterations: 40 }));
    const entry = Buffer.from(header);
    // No flag: the sizes stand here, not after the contents.
    entry.writeUInt16LE(0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(contents), 16);
    entry.writeUInt32LE(deflated.length, 20);
    entry.writeUInt32LE(contents.length, 24);
    entry.writeUInt16LE(0, 30);
    entry.writeUInt16LE(0, 32);
    entry.writeUInt32LE(offset, 42);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(localSignature);
    // Version, flags, method, time, CRC, sizes and length of the name are the same in both.
    entry.copy(local, 4, 6, 32);
    const written = [local, Buffer.from(name), deflated];
    locals.push(...written);
    directory.push(entry, Buffer.from(name));
    offset += written.reduce((sum, { length }) => sum + length, 0);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endSignature);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  const compact = Buffer.concat([...locals, ...directory, end]);
  writeFileSync(path, compact);
  return compact.length;
}

const localSignature = 0x04034b50;
const endSignature = 0x06054b50;

/** The files of a zip file, each with its entry in the directory: APPNOTE.TXT of PKWARE, 4.3.12. */
function* entriesOf(packed) {
  const end = packed.lastIndexOf("PK\x05\x06");
  let at = packed.readUInt32LE(end + 16);
  for (let left = packed.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => packed.readUInt16LE(at + field));
    const name = packed.toString("utf8", at + 46, at + 46 + nameLength);
    const local = packed.readUInt32LE(at + 42);
    const start = local + 30 + packed.readUInt16LE(local + 26) + packed.readUInt16LE(local + 28);
    const data = packed.subarray(start, start + packed.readUInt32LE(at + 20));
    const isStored = packed.readUInt16LE(at + 10) === 0;
    yield { name, header: packed.subarray(at, at + 46), data: isStored ? data : inflateRawSync(data) };
    at += 46 + nameLength + extraLength + commentLength;
  }
}

/** @param texts what the texts of the manifest are called in it: `%text%` */
function withoutSpaces(name, data, texts) {
  if (/(?:\.vsixmanifest|\.xml)$/.test(name)) return Buffer.from(data.toString("utf8").replace(/>\s+</g, "><"));
  if (!name.endsWith(".json")) return data;
  const value = JSON.parse(data.toString("utf8"));
  if (name === "extension/package.json") {
    for (const key of ofDevelopment) delete value[key];
    return Buffer.from(JSON.stringify(value).replace(/(?<="%)[^%"]+(?=%")/g, (text) => texts.indexOf(text)));
  }
  if (name.startsWith("extension/package.nls."))
    return Buffer.from(JSON.stringify({ ...texts.map((text) => value[text]) }));
  return Buffer.from(JSON.stringify(name.startsWith("extension/l10n/") ? withShortTexts(value) : value));
}

/** Names the texts of a bundle as the built extension looks them up, but for those that would have the same name. */
function withShortTexts(bundle) {
  const names = Object.keys(bundle).map(shortText);
  const isUnique = (name) => names.indexOf(name) === names.lastIndexOf(name);
  return Object.fromEntries(
    Object.entries(bundle).map(([english, text], index) => [isUnique(names[index]) ? names[index] : english, text]),
  );
}
