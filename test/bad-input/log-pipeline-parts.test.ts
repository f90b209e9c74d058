import { containers, journal, kubernetes, kubeTag, own, stdout, whole } from '../proof/log-pipeline/pipelines';
import { all, first, last, metadata, moreInputs, pipeline, tailed } from './log-pipelines';
import { refuses } from './tools';

describe('filters refuse', () => {
  refuses([
    [
      'a match that takes nothing',
      last({ name: 'grep', match: 'kube.var.log.containers.*', exclude: ['log ^$'] }),
      "pipeline: filters[3] (grep): 'match' 'kube.var.log.containers.*' takes no tag of any input; mend or remove it; tags are such as 'kube.a.a.aaa….a', 'self.a' and 'node.a'",
    ],
    [
      'a filter without a match',
      last({ name: 'grep', exclude: ['log ^$'] }),
      "pipeline: filters[3] (grep): it has neither 'match' nor 'match_regex', and Fluent Bit leaves grep out; name its tags, such as 'kube.*', or '*' for all",
    ],
    [
      'a multiline filter that is not the first',
      first({ name: 'grep', match: 'kube.*', exclude: ['log ^$'] }),
      "pipeline: filter 'traces' comes after filters[0] (grep) on tag 'kube.a.a.aaa….a', which sees the joined lines a second time; let the multiline filter be the first of its tags",
    ],
    [
      'two multiline filters on one tag',
      first({ name: 'multiline', alias: 'python', match: 'kube.cart.*', 'multiline.parser': ['python'] }),
      "pipeline: filter 'python' and filter 'traces' both join lines of tag 'kube.cart.a.aaa….a', and send them to each other without end; use one multiline filter with both in its 'multiline.parser'",
    ],
    [
      'a field of the merged line before it is merged',
      pipeline({
        filters: [
          { name: 'grep', alias: 'level', match: 'kube.shop.*', exclude: ["$parsed['level'] debug"] },
          kubernetes,
        ],
      }),
      "pipeline: filter 'level' asks for 'parsed' of tag 'kube.shop.a.aaa….a', which filter 'metadata' makes only after it; put it after filter 'metadata'",
    ],
    [
      'metadata before they are there',
      pipeline({ filters: [{ name: 'modify', alias: 'labels', match: '*', remove: ['kubernetes'] }, kubernetes] }),
      "pipeline: filter 'labels' asks for 'kubernetes' of tag 'kube.a.a.aaa….a', which filter 'metadata' makes only after it; put it after filter 'metadata'",
    ],
    [
      'a field merged into the root before it is merged',
      pipeline({
        filters: [
          { name: 'grep', alias: 'level', match: 'kube.*', exclude: ['level debug'] },
          { ...kubernetes, merge_log_key: undefined },
        ],
      }),
      "pipeline: filter 'level' asks for 'level' of tag 'kube.a.a.aaa….a', which filter 'metadata' makes only after it; put it after filter 'metadata'",
    ],
    [
      'a nest of merged fields before they are there',
      pipeline({ filters: [{ name: 'nest', match: 'kube.*', operation: 'lift', nested_under: 'parsed' }, kubernetes] }),
      "pipeline: filters[0] (nest) asks for 'parsed' of tag 'kube.a.a.aaa….a', which filter 'metadata' makes only after it; put it after filter 'metadata'",
    ],
    [
      'a parser that drops the other fields',
      last({ name: 'parser', match: 'kube.*', key_name: 'log', parser: ['json'] }),
      "pipeline: filters[3] (parser): 'reserve_data' is not set, and all fields but 'log' are dropped where it parses; set it to true to keep them, or to false if that is meant",
    ],
  ]);
});

describe('the kubernetes filter is refused with', () => {
  refuses([
    [
      'the prefix by default on other tags',
      metadata({ kube_tag_prefix: undefined }),
      "pipeline: filter 'metadata': 'kube_tag_prefix' is 'kube.var.log.containers.' by default, and tag 'kube.a.a.aaa….a' does not begin with it; Fluent Bit cuts off as many characters all the same; use what all its tags begin with, such as 'kube.', or narrow its match",
    ],
    [
      'a prefix of the same length',
      metadata({ kube_tag_prefix: 'logs.' }),
      "pipeline: filter 'metadata': 'kube_tag_prefix' is 'logs.', and tag 'kube.a.a.aaa….a' does not begin with it; Fluent Bit cuts off as many characters all the same; use what all its tags begin with, such as 'kube.', or narrow its match",
    ],
    [
      'tags of other inputs',
      metadata({ match: '*' }),
      "pipeline: filter 'metadata': 'kube_tag_prefix' is 'kube.', and tag 'node.a' does not begin with it; Fluent Bit cuts off as many characters all the same; use what all its tags begin with, such as 'node.', or narrow its match",
    ],
    [
      'no parser for tags that are no names of files',
      metadata({ regex_parser: undefined }),
      "pipeline: filter 'metadata': Fluent Bit's own expression for names of files does not match 'a.a.aaa….a', which is left of a tag behind 'kube_tag_prefix', and such records get no metadata; name a 'regex_parser' that reads all its tags, mend 'kube_tag_prefix', or narrow its match",
    ],
    ...['kube.', 'kube.var.', 'kube.var.log.'].map((prefix): [string, () => unknown, string] => [
      `'${prefix}' before folders`,
      pipeline({
        inputs: [{ ...containers, exclude_path: undefined, tag: 'kube.*', tag_regex: undefined }],
        filters: [{ ...kubernetes, kube_tag_prefix: prefix, regex_parser: undefined }],
        outputs: [stdout('all', '*')],
      }),
      `pipeline: filter 'metadata': 'kube_tag_prefix' is '${prefix}', and what is behind it in tags of input 'containers' begins with the folder '${'kube.var.log.containers.'.slice(prefix.length)}', which becomes a part of the pod's name; use 'kube.var.log.containers.'`,
    ]),
    [
      'a parser that wants the namespace behind',
      pipeline({ parsers: [{ ...kubeTag, regex: '^(?<pod_name>[^.]+)\\.(?<namespace_name>[^.]+)\\.[0-9a-f]{64}$' }] }),
      "pipeline: filter 'metadata': 'regex_parser' 'kube-tag' does not match 'a.a.aaa….a', which is left of a tag behind 'kube_tag_prefix', and such records get no metadata; name a 'regex_parser' that reads all its tags, mend 'kube_tag_prefix', or narrow its match",
    ],
    [
      'a parser without the namespace',
      pipeline({ parsers: [{ ...kubeTag, regex: '^(?<ns>[^.]+)\\..*\\.(?<pod_name>[^.]+)$' }] }),
      "pipeline: filter 'metadata': the expression of 'regex_parser' 'kube-tag' has no group 'namespace_name'; name the groups '(?<pod_name>…)' and '(?<namespace_name>…)' in it",
    ],
    [
      'a parser that no proof can follow',
      pipeline({ parsers: [{ ...kubeTag, regex: '^(?<namespace_name>.+)\\.\\k<namespace_name>\\.(?<pod_name>.+)$' }] }),
      "pipeline: filter 'metadata': the expression of 'regex_parser' 'kube-tag' is '^(?<namespace_name>.+)\\.\\k<namespace_name>\\.(?<pod_name>.+)$', and no proof can follow the back reference '\\k'; write it without, such as '^(?<namespace_name>[^.]+)\\.(?<container_name>[^.]+)\\.(?<docker_id>[^.]+)\\.(?<pod_name>.+)$'",
    ],
  ]);
});

describe('inputs refuse', () => {
  refuses([
    [
      'files that two tails read',
      moreInputs({
        name: 'tail',
        alias: 'shop',
        path: ['/var/log/containers/*_shop_*.log'],
        tag: 'node.shop',
        db: '/var/lib/fluent-bit/shop.db',
      }),
      "pipeline: input 'containers' and input 'shop' both read '/var/log/containers/a_shop_a-aaa….log', so that its lines are delivered twice; leave the files of one out of the other's by 'exclude_path'",
    ],
    [
      'files that three tails read',
      moreInputs(
        { name: 'tail', alias: 'a', path: ['/var/log/app/*'], tag: 'node.a', db: '/a.db' },
        { name: 'tail', alias: 'b', path: ['/var/log/app/a.log'], tag: 'node.b', db: '/b.db' },
        { name: 'tail', alias: 'c', path: ['/var/log/*/a.log'], tag: 'node.c', db: '/c.db' },
      ),
      "pipeline: input 'a', input 'b' and input 'c' all read '/var/log/app/a.log', so that its lines are delivered 3 times; leave the files of one out of the other's by 'exclude_path'",
    ],
    [
      'a path that finds no file',
      tailed({ path: ['/var/log/containers/shop-*.log', '/var/log/containers/*.txt'], exclude_path: ['*shop*'] }),
      "pipeline: input 'containers': 'path' '/var/log/containers/shop-*.log' and '/var/log/containers/*.txt' finds no file that 'exclude_path' leaves; use such as '/var/log/containers/*.log', where the names of files are '<pod>_<namespace>_<container>-<id>.log'",
    ],
    [
      'a tag of a group that the expression lacks',
      tailed({ tag: 'kube.<namespace_name>.<container>.<id>.<pod>' }),
      "pipeline: input 'containers': 'tag' has '<namespace_name>', which is no group of 'tag_regex', and Fluent Bit writes '_' there; use '<pod>' or '<namespace>' or '<container>' or '<id>'",
    ],
    [
      'a tag expression without groups',
      tailed({ tag_regex: '^/var/log/containers/[^_]+_' }),
      "pipeline: input 'containers': 'tag_regex' is '^/var/log/containers/[^_]+_', which names no group, and Fluent Bit reads no file with it; name the parts that 'tag' is made of, such as '(?<name>[^/]+)\\.log$'",
    ],
    [
      'a tag expression that leaves files out',
      tailed({
        tag_regex:
          '^/var/log/containers/(?<pod>[a-z0-9-]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$',
      }),
      "pipeline: input 'containers': 'tag_regex' is '^/var/log/containers/(?<pod>[a-z0-9-]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$', which does not match '/var/log/containers/a.a_a_a-aaa….log', and Fluent Bit does not read that file; let it match all files that 'path' finds, or leave those out by 'exclude_path'",
    ],
    [
      'a tag expression that no proof can follow',
      tailed({ tag_regex: '(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<=_)(?<container>.+)-(?<id>.+)\\.log' }),
      "pipeline: input 'containers': 'tag_regex' is '(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<=_)(?<container>.+)-(?<id>.+)\\.log', and no proof can follow the look-behind '(?<='; write it without, such as '(?<name>[^/]+)\\.log$'",
    ],
    [
      'a tail without positions',
      tailed({ db: undefined }),
      "pipeline: input 'containers': it has no 'db', and after a restart it reads files again or leaves out what was written meanwhile; keep its positions in a file of its own, such as '/var/lib/fluent-bit/containers.db'",
    ],
    [
      'a journal without a position',
      pipeline({ inputs: [containers, own, { ...journal, db: undefined }] }),
      "pipeline: input 'journal': it has no 'db', and after a restart it reads the journal again or leaves out what was written meanwhile; keep its position in a file of its own, such as '/var/lib/fluent-bit/journal.db'",
    ],
    [
      'chunks that do not outlive the pod, whose positions do',
      pipeline({ inputs: [containers, { ...own, 'storage.type': 'memory' }, journal], service: {} }),
      "pipeline: input 'own': it has a 'db', and what outputs have not taken yet waits in memory: after a restart it is neither there nor read again; set 'storage.type' to 'filesystem', and 'storage.path' of 'service' to a folder beside the 'db'\n" +
        "pipeline: input 'journal': it has a 'db', and what outputs have not taken yet waits in memory: after a restart it is neither there nor read again; set 'storage.type' to 'filesystem', and 'storage.path' of 'service' to a folder beside the 'db'",
    ],
    [
      'a tail that pauses while files rotate',
      tailed({ 'storage.pause_on_chunks_overlimit': true }),
      "pipeline: input 'containers': 'storage.pause_on_chunks_overlimit' pauses it, and 'rotate_wait' is 5 by default: files that rotate meanwhile are lost; let it read on, or set 'rotate_wait' to 60 or more, as long as an output may be away",
    ],
    [
      'a tail that pauses for longer than it waits',
      tailed({ 'storage.pause_on_chunks_overlimit': true, rotate_wait: 30 }),
      "pipeline: input 'containers': 'storage.pause_on_chunks_overlimit' pauses it, and 'rotate_wait' is 30: files that rotate meanwhile are lost; let it read on, or set 'rotate_wait' to 60 or more, as long as an output may be away",
    ],
  ]);
});

describe('what stops or is refused at the other end:', () => {
  refuses([
    [
      'a grace as long as the pod has',
      pipeline({}, { terminationGracePeriodSeconds: 60 }),
      "pipeline: service: 'grace' is 60, and the pod is killed after 60 s, before what is left is sent; use 59 or less, or a longer termination grace period",
    ],
    [
      'the grace by default in a pod of two seconds',
      pipeline({ service: { ...whole.service, grace: undefined } }, { terminationGracePeriodSeconds: 2 }),
      "pipeline: service: 'grace' is 5 by default, and the pod is killed after 2 s, before what is left is sent; use 1 or less, or a longer termination grace period",
    ],
    [
      'types for Elasticsearch',
      pipeline({
        outputs: [...whole.outputs.slice(0, 2), { name: 'es', match_regex: '^(?!kube\\.(?:shop|cart)\\.).*' }],
      }),
      "pipeline: outputs[2] (es): 'suppress_type_name' is not set, and Elasticsearch 8 and newer refuse all records that have a type; set it to true",
    ],
    [
      'types for OpenSearch',
      pipeline({
        outputs: [
          ...whole.outputs.slice(0, 2),
          {
            name: 'opensearch',
            alias: 'rest',
            match_regex: '^(?!kube\\.(?:shop|cart)\\.).*',
            suppress_type_name: false,
          },
        ],
      }),
      "pipeline: output 'rest': 'suppress_type_name' is false, and OpenSearch 2 and newer refuse all records that have a type; set it to true",
    ],
  ]);
});

describe('what cannot be followed is refused:', () => {
  refuses([
    [
      'matches that overlap in a million ways',
      pipeline(
        { outputs: [all] },
        { meant: Array.from({ length: 30 }, (_, i) => ({ tags: `*-${i}-*`, outputs: i % 2 ? ['all'] : [] })) },
      ),
      "pipeline: the tags that filters and outputs match overlap in more ways than can be followed; begin each 'match' with what tells it from the others, such as 'kube.shop.*', or use match_regex with '[^.]+' for a part of a tag",
    ],
  ]);
});
