package io.topicwire.mqtt.sample.tracing;

import java.util.List;

/**
 * Spans that belong together.
 *
 * @param id the identifier that all of them have
 * @param spans the spans in the order in which they began
 * @since 0.1.0
 */
public record Trace(String id, List<TracedSpan> spans) {

	/**
	 * Create a trace.
	 */
	public Trace {
		spans = List.copyOf(spans);
	}

}
