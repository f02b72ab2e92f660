import { palette } from '../palette.ts';
import { families } from './fonts.ts';

const hex = (color: string): string => `#${color}`;

/** How a page looks. A4, points. */
export const styles = {
  page: {
    ...{ paddingTop: 46, paddingBottom: 54, paddingHorizontal: 46 },
    ...{ fontFamily: families as never, fontSize: 9.5, lineHeight: 1.4, color: hex(palette.ink) },
  },
  cover: {
    ...{ backgroundColor: hex(palette.cover), color: hex(palette.paper) },
    ...{ marginTop: -46, marginHorizontal: -46, paddingTop: 62, paddingBottom: 40, paddingHorizontal: 46 },
    marginBottom: 22,
  },
  coverKind: { fontSize: 11, fontWeight: 600, color: hex(palette.coverQuiet), marginBottom: 6 },
  coverName: { fontSize: 27, fontWeight: 700, lineHeight: 1.35, marginBottom: 12 },
  coverLine: { fontSize: 10, color: hex(palette.coverQuiet) },
  section: { marginBottom: 18 },
  kicker: { fontSize: 8.5, fontWeight: 600, color: hex(palette.accent), marginBottom: 2 },
  takeaway: { fontSize: 14, fontWeight: 700, lineHeight: 1.3, marginBottom: 8 },
  intro: { color: hex(palette.quiet), marginBottom: 6 },
  missing: {
    ...{ borderWidth: 0.75, borderColor: hex(palette.line), borderStyle: 'dashed', borderRadius: 4 },
    ...{ padding: 10, color: hex(palette.quiet) },
  },
  tiles: { flexDirection: 'row', flexWrap: 'wrap', marginBottom: 8, marginHorizontal: -4 },
  tile: { width: '33.33%', padding: 4 },
  tileBox: { backgroundColor: hex(palette.wash), borderRadius: 4, padding: 9, minHeight: 58 },
  label: { fontSize: 8, color: hex(palette.quiet) },
  value: { fontSize: 15, fontWeight: 700, lineHeight: 1.25, textDecoration: 'none' },
  detail: { fontSize: 8, color: hex(palette.quiet) },
  blockTitle: { fontSize: 9, fontWeight: 600, marginTop: 4, marginBottom: 4 },
  row: { flexDirection: 'row', borderBottomWidth: 0.5, borderBottomColor: hex(palette.line) },
  head: { flexDirection: 'row', borderBottomWidth: 1, borderBottomColor: hex(palette.ink) },
  headCell: { fontSize: 8, fontWeight: 600, color: hex(palette.quiet), paddingVertical: 3, paddingRight: 8 },
  cell: { fontSize: 8.8, paddingVertical: 3.5, paddingRight: 8 },
  blockEnd: { height: 8 },
  link: { color: hex(palette.accent), textDecoration: 'none' },
  item: { flexDirection: 'row', marginBottom: 3.5 },
  bullet: { width: 12, color: hex(palette.accent) },
  picture: { marginBottom: 8 },
  footer: {
    ...{ position: 'absolute', bottom: 24, left: 46, right: 46, flexDirection: 'row' },
    ...{ justifyContent: 'space-between', fontSize: 7.5, color: hex(palette.quiet) },
  },
  source: { fontSize: 7.5, color: hex(palette.quiet), marginTop: 4 },
} as const;
