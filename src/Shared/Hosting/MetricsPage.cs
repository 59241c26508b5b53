using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace IrcNats.Hosting;

/// <summary>
/// What this process has counted since the page was made, from every instrument of our meters, in the form that
/// Prometheus reads. https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
/// </summary>
public sealed class MetricsPage : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    /// <param name="meters">What the names of the meters begin with.</param>
    public MetricsPage(string meters = "IrcNats.")
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(meters, StringComparison.Ordinal)) Follow(instrument, listener);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, _, to) => ((Reading)to!).Take(value));
        _listener.SetMeasurementEventCallback<long>((_, value, _, to) => ((Reading)to!).Take(value));
        _listener.Start();
    }

    /// <summary>The page as of now; from any thread.</summary>
    public override string ToString()
    {
        _listener.RecordObservableInstruments();
        StringBuilder page = new();
        lock (_readings)
            foreach (Reading reading in _readings.Values) reading.AppendTo(page);
        return page.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Follow(Instrument instrument, MeterListener listener)
    {
        Reading reading = new(instrument);
        lock (_readings) _readings[reading.Name] = reading;
        listener.EnableMeasurementEvents(instrument, reading);
    }

    private static bool IsCounter(Instrument instrument) =>
        instrument is Counter<long> or Counter<int> or ObservableCounter<long> or ObservableCounter<int>;

    /// <summary>The value of one instrument.</summary>
    private sealed class Reading(Instrument instrument)
    {
        private long _value;

        public string Name { get; } = instrument.Name.Replace('.', '_') + (IsCounter(instrument) ? "_total" : "");

        // An observable instrument tells the whole value, any other tells how much was added.
        public void Take(long value)
        {
            if (instrument.IsObservable) Volatile.Write(ref _value, value);
            else Interlocked.Add(ref _value, value);
        }

        public void AppendTo(StringBuilder page) => page
            .Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n")
            .Append(CultureInfo.InvariantCulture, $"# TYPE {Name} {(IsCounter(instrument) ? "counter" : "gauge")}\n")
            .Append(CultureInfo.InvariantCulture, $"{Name} {Volatile.Read(ref _value)}\n");
    }
}
