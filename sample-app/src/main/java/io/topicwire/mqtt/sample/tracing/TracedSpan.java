package io.topicwire.mqtt.sample.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.micrometer.tracing.exporter.FinishedSpan;
import org.jspecify.annotations.Nullable;

/**
 * A span as the page shows it.
 *
 * @param id the identifier of the span
 * @param parentId the identifier of the span that it was made in, or {@code null}
 * @param name what was done
 * @param kind {@code producer}, {@code consumer} and so on, or an empty string
 * @param start when it began
 * @param micros how long it took, in microseconds
 * @since 0.1.0
 */
public record TracedSpan(String id, @Nullable String parentId, String name, String kind, Instant start, long micros) {

	static TracedSpan of(FinishedSpan span) {
		String kind = (span.getKind() != null) ? span.getKind().name().toLowerCase(Locale.ROOT) : "";
		return new TracedSpan(span.getSpanId(), span.getParentId(), span.getName(), kind, span.getStartTimestamp(),
				Duration.between(span.getStartTimestamp(), span.getEndTimestamp()).toNanos() / 1_000);
	}

}
