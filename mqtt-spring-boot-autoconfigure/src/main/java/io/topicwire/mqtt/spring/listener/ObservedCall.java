package io.topicwire.mqtt.spring.listener;

import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call of a listener that is observed until it is done.
 */
interface ObservedCall {

	@Nullable CompletionStage<?> run() throws Exception;

	/**
	 * Run a call.
	 * @param observation observes it, started
	 * @param call the call
	 * @return completed when it is done, or {@code null} if it is done
	 * @throws Exception what the call throws
	 */
	static @Nullable CompletionStage<?> run(Observation observation, ObservedCall call) throws Exception {
		CompletionStage<?> stage = null;
		try (Observation.Scope scope = observation.openScope()) {
			stage = call.run();
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			if (stage == null) {
				observation.stop();
			}
		}
		return (stage != null) ? stage.whenComplete((result, failure) -> stop(observation, failure)) : null;
	}

	private static void stop(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

}
