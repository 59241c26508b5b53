using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// A transport behind an admission: every socket is counted from its acceptance until it is closed. Sockets far beyond
/// the capacity are closed one by one, before the next is accepted.
/// </summary>
sealed class AdmittingTransport(IConnectionListenerFactory sockets, Admission admission) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), admission);

    private sealed class Listener(IConnectionListener sockets, Admission admission) : IConnectionListener
    {
        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken)
        {
            while (await sockets.AcceptAsync(cancellationToken) is { } accepted)
            {
                Place place = admission.Enter();
                if (place != Place.None) return new AdmittedConnection(accepted, admission, place);
                accepted.Abort();
                await accepted.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken) => sockets.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => sockets.DisposeAsync();
    }
}

/// <summary>A connection that has a place, and gives it back when its socket is closed.</summary>
sealed class AdmittedConnection(ConnectionContext socket, Admission admission, Place place) : ConnectionContext
{
    public Place Place => place;

    public override string ConnectionId
    {
        get => socket.ConnectionId;
        set => socket.ConnectionId = value;
    }

    public override IFeatureCollection Features => socket.Features;

    public override IDictionary<object, object?> Items
    {
        get => socket.Items;
        set => socket.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => socket.Transport;
        set => socket.Transport = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => socket.ConnectionClosed;
        set => socket.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => socket.LocalEndPoint;
        set => socket.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => socket.RemoteEndPoint;
        set => socket.RemoteEndPoint = value;
    }

    public override void Abort() => socket.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => socket.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        await socket.DisposeAsync();
        await base.DisposeAsync();
        admission.Leave(place);
    }
}
