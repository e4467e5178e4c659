package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The attempts to handle a message or a batch. Not thread-safe, as there is one attempt
 * after the other.
 */
final class Attempts {

	private final @Nullable RetryPolicy policy;

	private int count;

	private @Nullable BackOffExecution backOff;

	Attempts(@Nullable RetryPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Count an attempt that begins.
	 * @return whether it is the first one
	 */
	boolean begin() {
		this.count++;
		return this.count == 1;
	}

	/**
	 * Return how many have begun.
	 */
	int count() {
		return this.count;
	}

	/**
	 * Find out whether there is to be another attempt.
	 * @param failure why the last one failed; told as well if the policy fails
	 * @return time until then, or {@code null} if there is none
	 */
	@Nullable Duration next(Throwable failure) {
		RetryPolicy policy = this.policy;
		if (policy == null || isFatal(failure)) {
			return null;
		}
		try {
			return policy.shouldRetry(failure) ? nextBackOff(policy) : null;
		}
		catch (Throwable ex) {
			// The message has to come to an end whatever the policy does
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return null;
		}
	}

	private @Nullable Duration nextBackOff(RetryPolicy policy) {
		BackOffExecution execution = this.backOff;
		if (execution == null) {
			execution = policy.getBackOff().start();
			this.backOff = execution;
		}
		long millis = execution.nextBackOff();
		return (millis != BackOffExecution.STOP) ? Duration.ofMillis(millis) : null;
	}

	/**
	 * Return whether another attempt could only fail again.
	 */
	private static boolean isFatal(Throwable failure) {
		return isConversionError(failure)
				|| hasCause(failure, (cause) -> cause instanceof MethodArgumentResolutionException
						|| cause instanceof CancellationException);
	}

	/**
	 * Return whether a message could not be converted to what the listener takes.
	 */
	static boolean isConversionError(Throwable failure) {
		return hasCause(failure,
				(cause) -> cause instanceof MessageConversionException || cause instanceof ConversionException);
	}

	private static boolean hasCause(Throwable failure, Predicate<Throwable> condition) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (condition.test(cause)) {
				return true;
			}
		}
		return false;
	}

}
