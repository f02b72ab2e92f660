import JSZip from 'jszip';
import { signs, teamsManifest } from '../../src/bot/teams/manifest.ts';
import { toPng } from '../../src/charts/png.ts';
import { version } from '../../src/start/version.ts';

/** The package of the Teams app: a ZIP with manifest, colour icon and outline icon. Equal settings give equal bytes. */
export async function teamsPackage({ appId, url }: { appId: string; url: string }): Promise<Buffer> {
  const zip = new JSZip();
  const date = new Date(Date.UTC(2026, 0, 1));
  const files: Record<string, string | Uint8Array> = {
    'manifest.json': `${JSON.stringify(teamsManifest({ appId, url, version }), null, 2)}\n`,
    'color.png': await icon(signs.color, 192),
    'outline.png': await icon(signs.outline, 32),
  };
  for (const [name, content] of Object.entries(files)) zip.file(name, content, { date });
  return await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

async function icon(svg: string, size: number): Promise<Uint8Array> {
  return await toPng({ svg, width: size, height: size } as Parameters<typeof toPng>[0], { scale: 1 });
}
