// Who may import whom: the table of docs/architecture.md, one rule a row. tools/check.test.ts plants a violation of every rule.

const { createRequire } = require('node:module');

// swc's visitor stops at a `using` declaration, which it does not know yet; what it is initialised with is visited here.
const { Visitor } = createRequire(process.argv[1])('@swc/core/Visitor.js');
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function visitStatementOrUsing(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement;
};

const test = '[.]test[.]tsx?$';
/** @param {string} names alternatives of package names, as a regular expression */
const npm = (names) => `(^|/)node_modules/(${names})(/|$)`;
/** Electron is not installed with the other packages, so an import of it may stay unresolved. */
const electron = '^electron(/(main|renderer|common|utility))?$|(^|/)node_modules/electron/';
const rules = '^core/.*[/-]rules[.]ts$';

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'contract-stands-alone',
      'contract/ is what both sides know: it imports itself, zod and the contract package of the RPC library.',
      { path: '^contract/', pathNot: test },
      { pathNot: ['^contract/', npm('zod|@orpc/contract')] },
    ),
    forbid(
      'geodata-is-geometry',
      'geodata/ imports geometry libraries only.',
      { path: '^geodata/', pathNot: test },
      {
        pathNot: ['^geodata/', npm('@turf/[^/]+|gcoord|proj4|flatbush|geographiclib-geodesic|@types/(geojson|proj4)')],
      },
    ),
    forbid(
      'policy-knows-the-contract-only',
      'policy/ is data with a schema: it imports contract/ and zod.',
      { path: '^policy/', pathNot: test },
      { pathNot: ['^policy/', '^contract/', npm('zod')] },
    ),
    forbid(
      'core-has-no-shell',
      'core/ is a library: it never imports the host, a screen or a tool.',
      { path: '^core/' },
      { path: '^(host|renderer|electron|e2e|bench|tools)/|^main[.]ts$' },
    ),
    forbid(
      'core-has-no-screen-or-socket',
      'core/ draws nothing and opens no socket; the host carries bytes in and out.',
      { path: '^core/', pathNot: test },
      {
        path: [
          npm('react|react-dom|antd|zustand|maplibre-gl|@deck[.]gl/[^/]+|ws|commander'),
          '^(node:)?(http|https|http2|net|tls|dgram)$',
        ],
      },
    ),
    forbid(
      'rules-are-pure',
      'rules.ts decides from what it is given: contract types, geometry, policy and other rules.ts, nothing else.',
      { path: rules },
      { pathNot: ['^contract/', '^geodata/geometry/', '^policy/', rules] },
    ),
    forbid(
      'rules-take-types-from-the-contract',
      'rules.ts imports types from contract/, not schemas or calls.',
      { path: rules },
      { path: '^contract/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'feature-store-is-private',
      'A feature reaches another through its rules.ts or handlers.ts, never its store.ts.',
      { path: '^core/([^/]+)/', pathNot: test },
      { path: '^core/[^/]+/.*store[.]ts$', pathNot: '^core/($1|db)/' },
    ),
    forbid(
      'host-runs-the-core',
      'host/ imports contract/ and core/.',
      { path: '^host/' },
      { path: '^(geodata|policy|renderer|electron|e2e|bench|tools)/|^main[.]ts$' },
    ),
    forbid(
      'electron-is-a-shell',
      'electron/ and main.ts import contract/, and of host/ what a browser is served (assets, headers), never the core or the screen.',
      { path: '^electron/|^main[.]ts$' },
      {
        path: '^(core|geodata|policy|renderer|e2e|bench|tools|host)/',
        pathNot: '^host/(assets|security-headers)[.]ts$',
      },
    ),
    forbid(
      'preload-stands-alone',
      'The preload runs in a sandbox: Electron, the names of its channels, and types.',
      { path: '^electron/preload[.]ts$' },
      { pathNot: ['^electron/channels[.]ts$', '^contract/', electron] },
    ),
    forbid(
      'renderer-knows-the-contract-and-geometry',
      'renderer/ imports contract/ and geodata/geometry/ and nothing else of ours.',
      { path: '^renderer/' },
      { path: '^(core|host|policy|geodata|electron|e2e|bench|tools)/|^main[.]ts$', pathNot: '^geodata/geometry/' },
    ),
    forbid(
      'renderer-runs-in-a-browser',
      'renderer/ imports no Node module.',
      { path: '^renderer/', pathNot: test },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'renderer-uses-no-server-package',
      'renderer/ imports no package of the server side.',
      { path: '^renderer/', pathNot: test },
      {
        path: npm(
          'better-sqlite3|kysely|ws|commander|yauzl|saxes|csv-parse|write-excel-file/(node|universal|utility)|@orpc/(server|openapi|zod)',
        ),
      },
    ),
    forbid(
      'ui-knows-no-domain-word',
      'renderer/ui/ imports itself, React and the component library.',
      { path: '^renderer/ui/', pathNot: test },
      { pathNot: ['^renderer/ui/', npm('react|react-dom|antd|@ant-design/icons|@types/react|@types/react-dom')] },
    ),
    forbid(
      'only-the-shell-imports-electron',
      'Only electron/ and main.ts import electron.',
      { pathNot: '^electron/|^main[.]ts$' },
      { path: electron },
    ),
    forbid(
      'only-the-driver-imports-playwright',
      'e2e/driver.ts, the fixtures and playwright.config.ts alone import Playwright, so that tests speak of what a user does.',
      { pathNot: '^e2e/(driver[.]ts$|fixtures/)|^playwright[.]config[.]ts$' },
      { path: npm('@playwright/test|playwright|playwright-core') },
    ),
    forbid(
      'outside-uses-the-front-door',
      'e2e/, bench/ and tools/ reach the application through the command line or createApp.',
      { path: '^(e2e|bench|tools)/', pathNot: '^bench/pages/' },
      { path: '^(core|host|renderer|electron)/', pathNot: '^core/app[.]ts$' },
    ),
    forbid(
      'bench-pages-draw-the-map',
      'bench/pages/ shows the map’s own stage beside its peers, and nothing else of the application.',
      { path: '^bench/pages/' },
      { path: '^(core|host|policy|renderer|electron|e2e|tools)/', pathNot: '^renderer/(map|theme)/' },
    ),
    forbid(
      'nothing-imports-tools',
      'tools/ holds chores; no product code depends on them.',
      { pathNot: '^tools/' },
      { path: '^tools/' },
    ),
    forbid('nothing-imports-a-test', 'A test is the end of the line.', {}, { path: test }),
    forbid(
      'shipped-code-uses-shipped-packages',
      'What runs in the host may not need a development package.',
      { path: '^(contract|geodata|policy|core|host)/', pathNot: [test, '-fixture[.]ts$'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'only-declared-packages',
      'Every package that is imported stands in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: electron },
    ),
    forbid('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true, pathNot: electron }),
    forbid('no-cycles', 'No two files need each other, not even for types.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'A file that nothing imports and that imports nothing is dead.',
      { orphan: true, pathNot: [test, '[.]d[.]ts$', '^(tools|bench|e2e)/', '^main[.]ts$', '[.]config[.]ts$'] },
      {},
    ),
  ],
  options: {
    // TypeScript 7 has no parser for other programs; swc marks type-only imports as such.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // bench/peers is no part of the project: what it imports is installed only where it is measured.
    exclude: { path: ['[.]json$', '[.]css$', '^bench/peers/'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
