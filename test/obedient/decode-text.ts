const tagBase = 0xe0000;

/**
 * A text and everything that is hidden in it: tag characters, runs of selectors, zero width, turned letters, letters
 * of other scripts that look like ours, base64, hexadecimal, escapes, entities, percent signs. A model may understand
 * any of them.
 */
export function decodeText(text: string): string[] {
  const readings = [
    text,
    tagsOf(text),
    plain(text),
    [...text].reverse().join(''),
    ...(text.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? []).map((token) => fromBytes(token, 'base64')),
    ...(text.match(/(?:[0-9a-fA-F]{2}[ :]?){8,}/g) ?? []).map((token) =>
      fromBytes(token.replace(/[^0-9a-f]/gi, ''), 'hex'),
    ),
    unescaped(text),
    percent(text),
    rotated(text),
  ];
  return [...new Set(readings.filter((reading) => reading.trim() !== ''))];
}

function tagsOf(text: string): string {
  return [...text]
    .map((character) => (character.codePointAt(0) ?? 0) - tagBase)
    .filter((code) => code >= 0x20 && code < 0x7f)
    .map((code) => String.fromCodePoint(code))
    .join('');
}

/** As a reader would take it: nothing invisible, one alphabet. */
function plain(text: string): string {
  const looksLike = new Map(
    [...'аеорсухіԁԛѕΑΒΕΟΡ'].map((letter, at) => [letter, [...'aeopcyxidqsABEOP'][at] ?? '']),
  );
  return [...text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')]
    .map((letter) => looksLike.get(letter) ?? letter)
    .join('');
}

function fromBytes(token: string, encoding: 'base64' | 'hex'): string {
  const read = Buffer.from(token, encoding).toString('utf8');
  return /[\uFFFD\0]/.test(read) ? '' : read;
}

function unescaped(text: string): string {
  return text
    .replace(/\\u\{?([0-9a-f]{4,6})\}?/gi, (_, code: string) => point(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => point(Number.parseInt(code, 16)))
    .replace(/&#x?([0-9a-f]+);/gi, (_, code: string) => point(Number.parseInt(code, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function point(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function percent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
