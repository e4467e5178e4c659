package io.topicwire.mqtt.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.auth.AuthenticationExchange;
import io.topicwire.mqtt.auth.Authenticator;
import io.topicwire.mqtt.auth.MqttAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Method "M", which begins with its number, answers in upper case and does not like
 * question marks.
 */
final class TestAuthenticator implements Authenticator {

	final List<String> events = new CopyOnWriteArrayList<>();

	final List<String> threads = new CopyOnWriteArrayList<>();

	// What the stages wait for
	volatile CompletableFuture<@Nullable Void> gate = CompletableFuture.completedFuture(null);

	private int exchanges;

	@Override
	public String method() {
		return "M";
	}

	@Override
	public AuthenticationExchange begin() {
		return new Exchange(++this.exchanges);
	}

	private void note(String event) {
		this.threads.add(Thread.currentThread().getName());
		this.events.add(event);
	}

	/**
	 * One exchange, known by its number.
	 */
	private final class Exchange implements AuthenticationExchange {

		private final int number;

		Exchange(int number) {
			this.number = number;
		}

		@Override
		public CompletionStage<byte @Nullable []> initialData() {
			note(this.number + " begins");
			return CompletableFuture.completedFuture(String.valueOf(this.number).getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public CompletionStage<byte @Nullable []> respond(byte @Nullable [] challenge) {
			String text = text(challenge);
			note(this.number + " is asked " + text);
			return TestAuthenticator.this.gate
				.thenApply((nothing) -> text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public CompletionStage<@Nullable Void> complete(byte @Nullable [] data) {
			String text = text(data);
			note(this.number + " is completed by " + text);
			if (text.contains("?")) {
				throw new MqttAuthenticationException("No question marks");
			}
			if (text.contains("!")) {
				throw new IllegalStateException("vault is sealed");
			}
			return TestAuthenticator.this.gate;
		}

		@Override
		public void failed(MqttException failure) {
			note(this.number + " has failed");
		}

		private static String text(byte @Nullable [] data) {
			return (data != null) ? new String(data, StandardCharsets.UTF_8) : "nothing";
		}

	}

}
