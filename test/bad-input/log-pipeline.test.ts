import { byRegex, stdout, whole } from '../proof/log-pipeline/pipelines';
import { all, moreInputs, moreOutputs, outputs, pipeline } from './log-pipelines';
import { refuses } from './tools';

describe('routes refuse', () => {
  refuses([
    [
      'tags that no output takes',
      outputs(stdout('shop', 'kube.shop.*'), byRegex('rest', '^kube\\.(?!shop\\.).*')),
      "pipeline: tag 'self.a' of input 'own' reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'self.*', or add an output for what is left\npipeline: tag 'node.a' of input 'journal' reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'node.*', or add an output for what is left",
    ],
    [
      'a namespace that begins like another',
      outputs(stdout('shop', 'kube.shop*'), byRegex('rest', '^(?!kube\\.shop\\.).*')),
      "pipeline: tag 'kube.shopa.a.aaa….a' of input 'containers' reaches output 'shop' and output 'rest', and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'a namespace taken by none',
      outputs(
        stdout('shop', 'kube.shop.*'),
        stdout('cart', 'kube.cart.*'),
        byRegex('rest', '^(?!kube\\.(?:shop|cart|mail)\\.).*'),
      ),
      "pipeline: tag 'kube.mail.a.aaa….a' of input 'containers' reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'kube.mail.*', or add an output for what is left",
    ],
    [
      'a catch-all beside a route',
      outputs(stdout('shop', 'kube.shop.*'), all),
      "pipeline: tag 'kube.shop.a.aaa….a' of input 'containers' reaches output 'shop' and output 'all', and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'the same route twice',
      moreOutputs(stdout('again', 'kube.cart.*')),
      "pipeline: tag 'kube.cart.a.aaa….a' of input 'containers' reaches output 'cart' and output 'again', and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'three outputs on the same tags',
      moreOutputs(stdout('again', 'kube.cart.*'), stdout('more', 'kube.cart.*')),
      "pipeline: tag 'kube.cart.a.aaa….a' of input 'containers' reaches output 'cart', output 'again' and output 'more', and its records are delivered 3 times; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'an output without an alias that is one too many',
      moreOutputs({ name: 'stdout', match: 'node.*' }),
      "pipeline: tag 'node.a' of input 'journal' reaches output 'rest' and outputs[3] (stdout), and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'a route by container that crosses one by namespace',
      outputs(
        stdout('shop', 'kube.shop.*'),
        byRegex('web', '^kube\\.[^.]+\\.web\\.'),
        byRegex('rest', '^(?!kube\\.shop\\.|kube\\.[^.]+\\.web\\.).*'),
      ),
      "pipeline: tag 'kube.shop.web.aaa….a' of input 'containers' reaches output 'shop' and output 'web', and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      "a pod's dots taken for the next part of a tag",
      outputs(stdout('web', 'kube.*.web.*'), byRegex('rest', '^(?!kube\\.[^.]+\\.web\\.).*')),
      "pipeline: tag 'kube.a.a.aaa….web.a' of input 'containers' reaches output 'web' and output 'rest', and its records are delivered twice; narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    ],
    [
      'an expression that leaves out what it should begin with, since none is searched for',
      outputs(all, byRegex('shop', 'shop')),
      "pipeline: output 'shop': 'match_regex' 'shop' takes no tag of any input; mend or remove it; tags are such as 'kube.a.a.aaa….a', 'self.a' and 'node.a'",
    ],
    [
      'an expression that matches no character',
      outputs(all, byRegex('rest', '^(?!kube\\.)')),
      "pipeline: output 'rest': 'match_regex' '^(?!kube\\.)' takes no tag of any input; mend or remove it; tags are such as 'kube.a.a.aaa….a', 'self.a' and 'node.a'",
    ],
    [
      'an expression that rather matches no character',
      outputs(byRegex('rest', '.*?')),
      "pipeline: output 'rest': 'match_regex' is '.*?', and where it can match no character at all, Fluent Bit takes no tag; let it match a character at least, as in '^(?!kube\\.).*'",
    ],
    [
      'an output without a match',
      moreOutputs({ name: 'stdout', alias: 'loose' }),
      "pipeline: output 'loose': it has neither 'match' nor 'match_regex', and Fluent Bit leaves stdout out; name its tags, such as 'kube.*', or '*' for all",
    ],
    [
      'an output that takes nothing',
      moreOutputs(stdout('mail', 'kubernetes.mail.*')),
      "pipeline: output 'mail': 'match' 'kubernetes.mail.*' takes no tag of any input; mend or remove it; tags are such as 'kube.a.a.aaa….a', 'self.a' and 'node.a'",
    ],
    [
      'an output of logs alone for metrics',
      moreInputs({ name: 'fluentbit_metrics', tag: 'metrics' }),
      "pipeline: tag 'metrics' of inputs[3] (fluentbit_metrics) reaches no output, and its records are dropped in silence; let an output take it that takes metrics, such as stdout",
    ],
    [
      'an input without a tag',
      pipeline({ inputs: [...whole.inputs, { name: 'http', port: 9880 }] }),
      "pipeline: tag 'a' of inputs[3] (http) reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'a', or add an output for what is left\npipeline: filter 'metadata': 'kube_tag_prefix' is 'kube.', and tag 'kube.' does not begin with it; Fluent Bit cuts off as many characters all the same; use what all its tags begin with, such as 'kube.', or narrow its match",
    ],
    [
      'clients that choose their tags',
      pipeline({ inputs: [{ name: 'forward' }], filters: [] }),
      "pipeline: tag 'a' of inputs[0] (forward) reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'a', or add an output for what is left",
    ],
    [
      'a match from the environment',
      outputs(stdout('shop', 'kube.${NAMESPACE}.*')),
      "pipeline: output 'shop': 'match' is 'kube.${NAMESPACE}.*', and what it takes is not known before Fluent Bit runs; write the tags out, such as 'kube.*'",
    ],
    [
      'an expression from the environment',
      outputs(byRegex('shop', '^kube\\.${NAMESPACE}\\.')),
      "pipeline: output 'shop': 'match_regex' is '^kube\\.${NAMESPACE}\\.', and what it takes is not known before Fluent Bit runs; write the tags out, such as 'kube.*'",
    ],
  ]);
});

describe('what is meant is refused for', () => {
  refuses([
    [
      'a fan-out that reaches one output only',
      pipeline({}, { meant: [{ tags: 'kube.shop.*', outputs: ['shop', 'rest'] }] }),
      "pipeline: meant tags 'kube.shop.*': tag 'kube.shop.a.aaa….a' of input 'containers' reaches output 'shop' instead of output 'shop' and output 'rest'; mend the 'match' of these outputs, or what is meant",
    ],
    [
      'a fan-out to another output',
      pipeline(
        { outputs: [...whole.outputs, stdout('audit', 'kube.shop.*'), stdout('copy', 'node.*')] },
        {
          meant: [
            { tags: 'kube.shop.*', outputs: ['shop', 'copy'] },
            { tags: 'node.*', outputs: ['rest', 'copy'] },
          ],
        },
      ),
      "pipeline: meant tags 'kube.shop.*': tag 'kube.shop.a.aaa….a' of input 'containers' reaches output 'shop' and output 'audit' instead of output 'shop' and output 'copy'; mend the 'match' of these outputs, or what is meant",
    ],
    [
      'records that are not dropped',
      pipeline({}, { meant: [{ tags: 'node.*', outputs: [] }] }),
      "pipeline: meant tags 'node.*': tag 'node.a' of input 'journal' reaches output 'rest' instead of no output; mend the 'match' of these outputs, or what is meant",
    ],
    [
      'an unknown output',
      pipeline({}, { meant: [{ tags: 'kube.shop.*', outputs: ['shpo'] }] }),
      "pipeline: meant tags 'kube.shop.*': no output has the alias 'shpo'; use 'shop'",
    ],
    [
      'tags that nobody makes',
      pipeline({}, { meant: [{ tags: 'kube-shop.*', outputs: ['shop'] }] }),
      "pipeline: meant tags 'kube-shop.*': no input makes such a tag; mend or remove them; tags are such as 'kube.a.a.aaa….a', 'self.a' and 'node.a'",
    ],
  ]);
});

describe('expressions are refused with', () => {
  refuses([
    [
      'a back reference',
      outputs(byRegex('twice', '^kube\\.(a+)\\1')),
      "pipeline: output 'twice': 'match_regex' is '^kube\\.(a+)\\1', and no proof can follow the back reference '\\1'; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
    [
      'a look-behind',
      outputs(byRegex('behind', '^kube.*(?<=shop)')),
      "pipeline: output 'behind': 'match_regex' is '^kube.*(?<=shop)', and no proof can follow the look-behind '(?<='; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
    [
      'an atomic group',
      outputs(byRegex('atomic', '^(?>kube)')),
      "pipeline: output 'atomic': 'match_regex' is '^(?>kube)', and no proof can follow the atomic group '(?>'; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
    [
      'a possessive quantifier',
      outputs(byRegex('greedy', '^kube.++')),
      "pipeline: output 'greedy': 'match_regex' is '^kube.++', and no proof can follow a possessive quantifier; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
    [
      'a word boundary',
      outputs(byRegex('word', '^kube\\b')),
      "pipeline: output 'word': 'match_regex' is '^kube\\b', and no proof can follow the escape '\\b'; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
    [
      'a look-ahead that is repeated',
      outputs(byRegex('ahead', '^(?:(?!shop).)*$')),
      "pipeline: output 'ahead': 'match_regex' is '^(?:(?!shop).)*$', and no proof can follow a look-ahead that is repeated; write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
    ],
  ]);
});
