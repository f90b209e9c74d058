// A CommonJS module from a text in memory, which V8 may have compiled in an earlier run.
import { dirname } from 'node:path';
import vm from 'node:vm';

/** The script, and how to run it as a module that loads others by `require`. */
export function compile(code, { filename, compiled }) {
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {\n${code}\n})`, {
    filename,
    lineOffset: -1,
    cachedData: compiled,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const run = (module, require) =>
    script.runInThisContext().call(module.exports, module.exports, require, module, filename, dirname(filename));
  return { script, run };
}
