using System.Net;
using Cassandra.Connections;
using Cassandra.Protocol;

namespace Cassandra;

/// <summary>One execution of a job: on the first host of the plan, and on others while that is safe.</summary>
internal sealed class Run(Session session, Job job)
{
    private readonly Dictionary<IPEndPoint, Exception> _errors = [];
    private bool _wasRetried;

    /// <summary>The connection over which the answer came.</summary>
    public Connection? Answered { get; private set; }

    private enum Next
    {
        Fail,
        SameHost,
        OtherHost,
    }

    public async Task<Response> ToTheEndAsync()
    {
        foreach (HostPool pool in session.PoolsFor(job.Statement))
        {
            if (pool.Choose() is not { } connection)
            {
                _errors[pool.Host.Address] = pool.Error;
                continue;
            }

            Answered = connection;
            if (await OnHostAsync(connection).ConfigureAwait(false) is { } response) return response;
        }

        throw new NoHostAvailableException(_errors);
    }

    // Nothing: another host is to be tried.
    private async Task<Response?> OnHostAsync(Connection connection)
    {
        bool wasPrepared = false;
        while (true)
        {
            Exception error;
            Next next;
            Task<Envelope> sent;
            try
            {
                sent = connection.Send(job.Request, job.TimeoutMs);
            }
            catch (DriverException e)
            {
                // It was not sent: any other host may do it.
                _errors[connection.Address] = e;
                return null;
            }

            try
            {
                Response response = connection.Understand(await sent.ConfigureAwait(false), job.Known);
                if (response is not ErrorResponse failure) return response;
                error = failure.Error;
                if (failure.Code == ErrorCode.Unprepared && !wasPrepared)
                {
                    wasPrepared = true;
                    await PrepareAsync(connection, (PreparedQueryNotFoundException)error).ConfigureAwait(false);
                    continue;
                }

                next = AfterError(failure);
            }
            catch (DriverException e) when (e is OperationTimedOutException or ConnectionLostException
                or MalformedFrameException)
            {
                error = e;
                next = AfterSilence(e);
            }

            if (next == Next.Fail) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
            if (next == Next.SameHost) continue;
            _errors[connection.Address] = error;
            return null;
        }
    }

    // It may have been carried out, or be carried out yet.
    private Next AfterSilence(Exception error)
    {
        bool isAllowed = error is not OperationTimedOutException || session.Settings.Queries.GetRetryOnTimeout();
        return job.IsIdempotent && isAllowed ? Next.OtherHost : Next.Fail;
    }

    private Next AfterError(ErrorResponse failure)
    {
        switch (failure.Error)
        {
            case IsBootstrappingException: return Next.OtherHost;
            case OverloadedException: return job.IsIdempotent ? Next.OtherHost : Next.Fail;
            case UnavailableException: return Once(Next.OtherHost);
            // Enough replicas answered, but the one that was to send the data did not: now the host knows that.
            case ReadTimeoutException { WasDataRetrieved: false } read
                when read.ReceivedAcknowledgements >= read.RequiredAcknowledgements: return Once(Next.SameHost);
            // Nothing was written yet but the log of the batch.
            case WriteTimeoutException { WriteType: "BATCH_LOG" } when job.IsIdempotent: return Once(Next.SameHost);
            default: return Next.Fail;
        }
    }

    private Next Once(Next next)
    {
        if (_wasRetried) return Next.Fail;
        _wasRetried = true;
        return next;
    }

    // The host has not seen these queries, or has forgotten them.
    private async Task PrepareAsync(Connection connection, PreparedQueryNotFoundException missing)
    {
        foreach (PreparedStatement statement in job.Prepared)
        {
            if (await connection.AskAsync(new PrepareRequest(statement.Query)).ConfigureAwait(false)
                is not PreparedResponse prepared) continue;
            if (prepared.Id.AsSpan().SequenceEqual(statement.Id)) continue;
            throw new PreparedQueryNotFoundException(
                $"The query '{statement.Query}' is another one now than when it was prepared, in the keyspace "
                + $"{statement.SessionKeyspace ?? "(none)"}: prepare it again.",
                missing.UnknownId);
        }
    }
}
