/**
 * Text without the marks of headings, emphasis, code and links, for where none is drawn; what they say stays. What stands
 * for a name in a path of menus, `Datasets > *name* > Schema`, keeps a mark, or it would pass for an entry.
 */
export function stripMarks(text: string): string {
  return text
    .replace(/^#{1,6}[ \t]+(?=\S)/gm, '')
    .replace(/`([^`]{1,300})`/g, '$1')
    .replace(/\[([^[\]]{1,300})\]\([^()]{0,2000}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1/g, '$2')
    .replace(/(?<= > )\*([\p{L}][^*>\n]{0,40})\*(?=(?: >|[\s.,;:)]|$))/gmu, '‹$1›')
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*]{1,300}?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '$1');
}
