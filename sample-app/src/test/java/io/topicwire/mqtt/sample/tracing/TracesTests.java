package io.topicwire.mqtt.sample.tracing;

import java.time.Instant;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.exporter.FinishedSpan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Traces}.
 */
class TracesTests {

	private static final Instant TIME = Instant.parse("2026-11-24T08:00:00Z");

	private final Traces traces = new Traces();

	private int spans;

	@Test
	void traceIsShownWhenAMessageWasPublishedAndReceived() {
		report("1", Span.Kind.CONSUMER, 2);
		assertThat(this.traces.latest()).isEmpty();
		report("1", Span.Kind.PRODUCER, 1);
		report("1", null, 0);
		assertThat(this.traces.latest()).singleElement().satisfies((trace) -> {
			assertThat(trace.id()).isEqualTo("1");
			assertThat(trace.spans()).extracting(TracedSpan::kind).containsExactly("", "producer", "consumer");
			assertThat(trace.spans()).extracting(TracedSpan::micros).containsOnly(1_500L);
		});
	}

	@Test
	void lastTracesAreKept() {
		for (int i = 0; i < 10; i++) {
			report("" + i, Span.Kind.PRODUCER, 0);
			report("" + i, Span.Kind.CONSUMER, 1);
		}
		assertThat(this.traces.latest()).extracting(Trace::id).containsExactly("9", "8", "7", "6", "5", "4");
	}

	@Test
	void traceHasSoManySpansOnly() {
		report("1", Span.Kind.CONSUMER, 0);
		for (int i = 0; i < 100; i++) {
			report("1", Span.Kind.PRODUCER, i);
		}
		assertThat(this.traces.latest()).singleElement()
			.satisfies((trace) -> assertThat(trace.spans()).hasSize(Traces.SPANS));
	}

	@Test
	void traceThatWaitsTooLongForItsOtherEndIsForgotten() {
		report("old", Span.Kind.PRODUCER, 0);
		for (int i = 0; i < Traces.INCOMPLETE_CAPACITY; i++) {
			report("" + i, Span.Kind.PRODUCER, 0);
		}
		report("old", Span.Kind.CONSUMER, 0);
		assertThat(this.traces.latest()).isEmpty();
	}

	private void report(String trace, Span.@Nullable Kind kind, int second) {
		FinishedSpan span = mock();
		given(span.getTraceId()).willReturn(trace);
		given(span.getSpanId()).willReturn("span-" + this.spans++);
		given(span.getName()).willReturn("test");
		given(span.getKind()).willReturn(kind);
		given(span.getStartTimestamp()).willReturn(TIME.plusSeconds(second));
		given(span.getEndTimestamp()).willReturn(TIME.plusSeconds(second).plusNanos(1_500_000));
		this.traces.report(span);
	}

}
