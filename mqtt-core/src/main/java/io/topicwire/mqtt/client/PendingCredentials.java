package io.topicwire.mqtt.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.topicwire.mqtt.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are still on their way.
 */
final class PendingCredentials {

	private PendingCredentials() {
	}

	/**
	 * Wait for the credentials. Ends when the thread is interrupted, which happens when
	 * the attempt to connect is given up.
	 */
	static @Nullable Credentials await(CompletionStage<@Nullable Credentials> stage) {
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CompletionException("The attempt to connect was given up", ex);
		}
	}

}
