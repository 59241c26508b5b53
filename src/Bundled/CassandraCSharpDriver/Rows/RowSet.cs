using System.Collections;
using System.Collections.Concurrent;
using Cassandra.Protocol;

namespace Cassandra;

/// <summary>
/// The rows of a result, each given out once. When those that are here are gone, the next page is fetched, unless the
/// statement says that its user does that.
/// </summary>
public class RowSet : IEnumerable<Row>, IDisposable
{
    private readonly ConcurrentQueue<Row> _rows = new();
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private Func<byte[], Task<RowSet>>? _fetch;

    protected bool AutoPage { get; set; }

    /// <summary>Where the next page begins; nothing after the last.</summary>
    public virtual byte[]? PagingState { get; protected internal set; }

    /// <summary>The columns of the rows.</summary>
    public CqlColumn[] Columns { get; private set; } = [];

    /// <summary>Whether nothing is left that could be fetched by itself.</summary>
    public virtual bool IsFullyFetched => PagingState is null || !AutoPage;

    /// <summary>Fetches the next page, if there is one.</summary>
    public void FetchMoreResults() => FetchMoreResultsAsync().GetAwaiter().GetResult();

    /// <summary>Fetches the next page, if there is one; after a failure it can be tried again.</summary>
    public async Task FetchMoreResultsAsync()
    {
        byte[]? state = PagingState;
        if (IsFullyFetched || state is null || _fetch is null) return;
        await _fetching.WaitAsync().ConfigureAwait(false);
        try
        {
            // Another caller may have fetched it meanwhile.
            if (!ReferenceEquals(state, PagingState)) return;
            RowSet next = await _fetch(state).ConfigureAwait(false);
            while (next._rows.TryDequeue(out Row? row)) _rows.Enqueue(row);
            PagingState = next.PagingState;
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <summary>How many rows are here, to be had without asking the server.</summary>
    public int GetAvailableWithoutFetching() => _rows.Count;

    /// <summary>Whether there is no further row; asks the server if need be.</summary>
    public virtual bool IsExhausted()
    {
        while (_rows.IsEmpty && !IsFullyFetched) FetchMoreResults();
        return _rows.IsEmpty;
    }

    public IEnumerable<Row> GetRows()
    {
        while (!IsExhausted())
        {
            if (_rows.TryDequeue(out Row? row)) yield return row;
        }
    }

    public virtual IEnumerator<Row> GetEnumerator() => GetRows().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>The rows of one answer.</summary>
    /// <param name="fetch">Fetches the page that begins at a paging state.</param>
    internal static RowSet From(RowsResponse page, bool autoPage, Func<byte[], Task<RowSet>> fetch)
    {
        RowSet rows = new()
        {
            AutoPage = autoPage,
            PagingState = page.PagingState,
            Columns = [.. page.Columns.Specs.Select((spec, index) => new CqlColumn(spec, index))],
            _fetch = fetch,
        };
        rows.Take(page);
        return rows;
    }

    private void Take(RowsResponse page)
    {
        BodyReader body = new(page.Body.AsSpan(page.Start));
        for (int row = 0; row < page.Count; row++)
        {
            int[] starts = new int[page.Columns.Specs.Count];
            for (int column = 0; column < starts.Length; column++)
            {
                starts[column] = page.Start + body.Position;
                body.SkipBytes();
            }

            _rows.Enqueue(new Row(page.Columns, page.Body, starts));
        }
    }
}
