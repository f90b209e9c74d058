import { ExternalSearch, type ExternalSearchProps, SearchEngine } from '../../lib';

const addressOf = (props: ExternalSearchProps) => {
  const { url, path } = new ExternalSearch(props);
  return [url, path];
};
const cloudId = (place: string) => `logs:${Buffer.from(place).toString('base64')}`;

describe('ExternalSearch', () => {
  it('is an Elasticsearch without a user that may set it up, unless told otherwise', () => {
    const { engine, admin, dataNodes, ca } = new ExternalSearch({ url: 'https://search.example.com' });
    expect({ engine, admin, dataNodes, ca }).toEqual({ engine: SearchEngine.ELASTICSEARCH });
    const key = { name: 'search', key: 'password' };
    expect(
      new ExternalSearch({
        engine: SearchEngine.OPENSEARCH,
        url: 'https://search.example.com',
        admin: { username: 'Log Admin+1', password: key },
        ca: { name: 'search-ca', key: 'ca.crt' },
        dataNodes: 3,
        egressCidrs: ['192.0.2.0/24'],
      }),
    ).toMatchObject({
      engine: 'opensearch',
      admin: { username: 'Log Admin+1', password: key },
      ca: { name: 'search-ca', key: 'ca.crt' },
      dataNodes: 3,
      egressCidrs: ['192.0.2.0/24'],
    });
  });

  it.each([
    [{ url: 'https://search.example.com:9200' }, ['https://search.example.com:9200', undefined]],
    [{ url: 'https://example.com/search/' }, ['https://example.com', '/search']],
    [
      { cloudId: cloudId('eu-west-1.aws.found.io$abc123$def456') },
      ['https://abc123.eu-west-1.aws.found.io', undefined],
    ],
    [{ cloudId: cloudId('cloud.example.com:9243$abc$') }, ['https://abc.cloud.example.com:9243', undefined]],
    [{ cloudId: cloudId('cloud.example.com$abc:9243$def:9244') }, ['https://abc.cloud.example.com:9243', undefined]],
  ])('is found at the address in %j', (props, address) => {
    expect(addressOf(props)).toEqual(address);
  });
});
