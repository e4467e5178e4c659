package io.topicwire.mqtt.sample.tracing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanReporter;

import org.springframework.stereotype.Component;

/**
 * Keeps the last traces in which a message was published and received, in place of the
 * server that traces are usually sent to. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class Traces implements SpanReporter {

	/**
	 * How many traces are shown.
	 */
	static final int CAPACITY = 6;

	/**
	 * How many traces may wait for their other end.
	 */
	static final int INCOMPLETE_CAPACITY = 200;

	/**
	 * How many spans of a trace are kept.
	 */
	static final int SPANS = 20;

	// Both guarded by this
	private final Map<String, List<TracedSpan>> incomplete = bounded(INCOMPLETE_CAPACITY);

	private final Map<String, List<TracedSpan>> complete = bounded(CAPACITY);

	private static Map<String, List<TracedSpan>> bounded(int capacity) {
		return new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, List<TracedSpan>> eldest) {
				return size() > capacity;
			}

		};
	}

	@Override
	public synchronized void report(FinishedSpan span) {
		List<TracedSpan> spans = this.complete.get(span.getTraceId());
		if (spans == null) {
			spans = this.incomplete.computeIfAbsent(span.getTraceId(), (id) -> new ArrayList<>());
		}
		if (spans.size() < SPANS) {
			spans.add(TracedSpan.of(span));
		}
		if (has(spans, Span.Kind.PRODUCER) && has(spans, Span.Kind.CONSUMER)
				&& this.incomplete.remove(span.getTraceId()) != null) {
			this.complete.put(span.getTraceId(), spans);
		}
	}

	private static boolean has(List<TracedSpan> spans, Span.Kind kind) {
		return spans.stream().anyMatch((span) -> span.kind().equalsIgnoreCase(kind.name()));
	}

	/**
	 * Return the last traces.
	 * @return the traces, the latest first
	 */
	public synchronized List<Trace> latest() {
		List<Trace> traces = new ArrayList<>();
		this.complete.forEach((id, spans) -> traces.add(0,
				new Trace(id, spans.stream().sorted(Comparator.comparing(TracedSpan::start)).toList())));
		return traces;
	}

}
