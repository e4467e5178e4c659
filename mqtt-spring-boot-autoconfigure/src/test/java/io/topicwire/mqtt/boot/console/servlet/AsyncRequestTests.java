package io.topicwire.mqtt.boot.console.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AsyncRequest}.
 */
class AsyncRequestTests {

	private final List<String> events = new ArrayList<>();

	private final Context context = new Context();

	private final AsyncRequest request = AsyncRequest.start(this.context.request(), () -> this.events.add("ended"));

	@Test
	void requestIsCompletedOnce() {
		assertThat(this.request.hasEnded()).isFalse();
		this.request.complete();
		this.request.complete();
		assertThat(this.request.hasEnded()).isTrue();
		assertThat(this.events).containsExactly("complete", "ended");
	}

	@Test
	void requestThatTheServerHasEndedIsNotCompleted() throws IOException {
		for (AsyncListener listener : this.context.getListeners()) {
			listener.onComplete(new AsyncEvent(this.context));
		}
		this.request.complete();
		assertThat(this.events).containsExactly("ended");
	}

	@Test
	void requestIsCompletedOnAnErrorSoThatTheServerShowsNoPageForIt() throws IOException {
		for (AsyncListener listener : this.context.getListeners()) {
			listener.onError(new AsyncEvent(this.context, new IOException("broken pipe")));
		}
		this.request.complete();
		assertThat(this.events).startsWith("complete").containsOnlyOnce("complete").endsWith("ended");
	}

	@Test
	void nothingIsRunOnceTheRequestHasEnded() {
		this.request.run(() -> this.events.add("first"));
		this.request.complete();
		this.request.run(() -> this.events.add("second"));
		assertThat(this.events).containsExactly("first", "complete", "ended");
	}

	/**
	 * Notes that it is completed.
	 */
	private final class Context extends MockAsyncContext {

		Context() {
			super(new MockHttpServletRequest(), null);
		}

		MockHttpServletRequest request() {
			return new MockHttpServletRequest() {

				@Override
				public MockAsyncContext startAsync() {
					return Context.this;
				}

			};
		}

		@Override
		public void complete() {
			AsyncRequestTests.this.events.add("complete");
			super.complete();
		}

	}

}
