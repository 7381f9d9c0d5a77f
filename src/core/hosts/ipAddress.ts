/**
 * Reads an IPv6 address as Go's `net/netip` does.
 *
 * @param text without brackets; a zone (`%eth0`) may follow
 * @returns its eight groups, or `undefined` when it is none
 */
export function ipv6Groups(text: string): readonly number[] | undefined {
  const mark = text.indexOf("%");
  if (mark === text.length - 1) return undefined;
  const address = mark < 0 ? text : text.slice(0, mark);
  const embedded = /^(.*:)([\d.]+)$/.exec(address);
  const last = embedded?.[2]?.includes(".") ? ipv4Bytes(embedded[2]) : [];
  if (!last) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = last;
  const whole =
    last.length === 0 ? address : `${embedded?.[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const halves = whole.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [start = [], end = []] = halves;
  const written = start.length + end.length;
  if (halves.length > 2 || (halves.length === 2 ? written > 7 : written !== 8)) return undefined;
  const groups = [...start, ...Array<string>(8 - written).fill("0"), ...end];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

/** The four numbers of an IPv4 address; Go takes no leading zeros. */
export function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  const good = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return good ? parts.map(Number) : undefined;
}

/** Whether an address without brackets or port is one of the machine itself. Source: Go `net.IP.IsLoopback`. */
export function isLoopbackAddress(text: string): boolean {
  const v4 = ipv4Bytes(text);
  if (v4) return v4[0] === 127;
  const groups = text.includes(":") && !text.includes("%") ? ipv6Groups(text) : undefined;
  if (!groups?.slice(0, 5).every((group) => group === 0)) return false;
  const [fifth = 0, sixth = 0, seventh = 0] = groups.slice(5);
  return (fifth === 0xffff && sixth >> 8 === 127) || (fifth === 0 && sixth === 0 && seventh === 1);
}
