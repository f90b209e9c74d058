import { plainPath } from '../../lib/model/plain-path';

test.each([
  ['/x/a.db', '/x/a.db'],
  ['/x//./a.db', '/x/a.db'],
  ['/x/y/../a.db', '/x/a.db'],
  ['/x/', '/x'],
  ['/', '/'],
  ['x/../a', 'a'],
  ['../a', '../a'],
])('%s is %s', (path, plain) => {
  expect(plainPath(path)).toBe(plain);
});
