import { signalLabels } from '../../src/console/signal-words.ts';
import { componentIds } from '../../src/domain/health.ts';
import { type Curve, componentSignals, type Profile, type SignalId } from '../../src/domain/profile.ts';
import { code, grouped, page, table } from './markdown.ts';

/** The profiles that come with the product. */
export function profilesPage(profiles: readonly Profile[]): string {
  return page('Score profiles', 'profiles/', [
    'A profile holds the weights, curves and bands for some segments and lifecycle stages. Weights total 100. Put a file of the same name into `profiles/` in the folder of `HOLDFAST_CONFIG` to replace one of these; give it a new `version`, or the start is refused, because scores under the old one could no longer be replayed.',
    ...profiles.map(describeProfile),
  ]);
}

function describeProfile(profile: Profile): string {
  const { segments, stages } = profile.appliesTo;
  const bands = profile.bands.map(({ id, from, below }) => [
    id,
    `${from} ≤ score ${below === 100 ? '≤' : '<'} ${below}`,
  ]);
  const stale = Object.entries(profile.staleAfterHours).map(([source, hours]) => `${source} ${hours} h`);
  return [
    `## ${profile.id}`,
    profile.description.trim(),
    `Version ${profile.version}, ${profile.changedOn}, ${profile.author}. Stages: ${stages.join(', ')}. Segments: ${segments === 'any' ? 'any' : segments.join(', ')}. Stale after: ${stale.join(', ') || 'never'}.`,
    table(['band', 'range'], bands),
    table(['component', 'weight', 'missing', 'signal', 'curve: signal → points'], componentRows(profile)),
  ].join('\n\n');
}

function componentRows(profile: Profile): string[][] {
  return componentIds.flatMap((id) => {
    const { weight, missing, curves } = profile.components[id];
    const signals: readonly SignalId[] = componentSignals[id];
    return signals.map((signal, index) => [
      ...(index === 0 ? [id, String(weight), missing] : ['', '', '']),
      `${code(signal)}: ${signalLabels[signal].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`,
      curveText(curves[signal] ?? []),
    ]);
  });
}

function curveText(curve: Curve): string {
  return curve.map(([signal, points]) => `${grouped(signal)} → ${points}`).join(', ');
}
