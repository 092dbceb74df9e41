const property = (name, type, options = {}) => ({ name, type, isRetrievable: true, ...options })

export const schema = {
  baseType: 'microsoft.graph.externalItem',
  properties: [
    property('title', 'string', { isSearchable: true, isQueryable: true, labels: ['title'] }),
    property('url', 'string', { labels: ['url'] }),
    property('iconUrl', 'string', { labels: ['iconUrl'] }),
    property('kind', 'string', {
      isQueryable: true,
      isRefinable: true,
      description: 'What the document is: policy, guide, runbook, ticket, report, paper, minutes, note or update',
    }),
    property('department', 'string', {
      isQueryable: true,
      isRefinable: true,
      description: 'The department that owns the document, for example Finance or Engineering',
    }),
    property('folder', 'string', { isQueryable: true, isRefinable: true, labels: ['containerName'] }),
    property('tags', 'stringCollection', { isQueryable: true, isRefinable: true, labels: ['tags'] }),
    property('createdBy', 'string', { isSearchable: true, isQueryable: true, labels: ['createdBy'] }),
    property('lastModifiedBy', 'string', { isSearchable: true, isQueryable: true, labels: ['lastModifiedBy'] }),
    property('authors', 'stringCollection', { isSearchable: true, isQueryable: true, labels: ['authors'] }),
    property('created', 'dateTime', { isQueryable: true, isRefinable: true, labels: ['createdDateTime'] }),
    property('modified', 'dateTime', { isQueryable: true, isRefinable: true, labels: ['lastModifiedDateTime'] }),
    property('fileExtension', 'string', { isQueryable: true, isRefinable: true, labels: ['fileExtension'] }),
    property('words', 'int64', { isQueryable: true, isRefinable: true, description: 'Length of the text in words' }),
    property('fingerprint', 'string', { description: 'Tells whether the document has changed since it was sent' }),
  ],
}
