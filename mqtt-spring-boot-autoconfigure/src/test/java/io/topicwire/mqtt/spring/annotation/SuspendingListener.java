package io.topicwire.mqtt.spring.annotation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import kotlin.Metadata;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.flow.Flow;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.handler.annotation.SendTo;

/**
 * What the Kotlin compiler makes of a class with suspending functions, with the metadata
 * that it writes for them: <pre class="code">
 * suspend fun onRequest(text: String): String
 * suspend fun onText(text: String)
 * suspend fun onTexts(texts: List&lt;String&gt;)
 * suspend fun onFlow(text: String): Flow&lt;String&gt;
 * </pre>
 */
@Metadata(mv = { 2, 3, 0 }, k = 1, xi = 48,
		d1 = "\000(\n\002\030\002\n\002\020\000\n\002\010\003\n\002\020\016\n\002\010\003\n\002\020\002\n\002\010\002\n\002\020 \n\002\010\002\n\002\030\002\030\0002\0020\001B\007\242\006\004\010\002\020\003J\026\020\004\032\0020\0052\006\020\006\032\0020\005H\206@\242\006\002\020\007J\026\020\010\032\0020\0112\006\020\006\032\0020\005H\206@\242\006\002\020\007J\034\020\n\032\0020\0112\014\020\013\032\010\022\004\022\0020\0050\014H\206@\242\006\002\020\015J\034\020\016\032\010\022\004\022\0020\0050\0172\006\020\006\032\0020\005H\206@\242\006\002\020\007",
		d2 = { "Lio/topicwire/mqtt/spring/annotation/SuspendingListener;", "", "<init>", "()V", "onRequest", "", "text",
				"(Ljava/lang/String;Lkotlin/coroutines/Continuation;)Ljava/lang/Object;", "onText", "", "onTexts",
				"texts", "", "(Ljava/util/List;Lkotlin/coroutines/Continuation;)Ljava/lang/Object;", "onFlow",
				"Lkotlinx/coroutines/flow/Flow;" })
class SuspendingListener {

	final List<Object> calls = new CopyOnWriteArrayList<>();

	private volatile @Nullable Continuation<Object> suspended;

	/**
	 * Let the function go on that is suspended.
	 * @param result what it returns, or a {@code kotlin.Result.Failure}
	 */
	void resume(Object result) {
		Continuation<Object> continuation = this.suspended;
		if (continuation == null) {
			throw new IllegalStateException("No function is suspended");
		}
		this.suspended = null;
		continuation.resumeWith(result);
	}

	boolean isSuspended() {
		return this.suspended != null;
	}

	@MqttListener("requests")
	@SendTo("replies")
	Object onRequest(String text, Continuation<? super String> continuation) {
		this.calls.add(text);
		return "reply to " + text;
	}

	@MqttListener("texts")
	@SuppressWarnings("unchecked")
	Object onText(String text, Continuation<? super Unit> continuation) {
		this.calls.add(text);
		this.suspended = (Continuation<Object>) continuation;
		return IntrinsicsKt.getCOROUTINE_SUSPENDED();
	}

	@MqttListener(topics = "batches", batch = "true", batchSize = "2", batchTimeout = "1d")
	Object onTexts(List<String> texts, Continuation<? super Unit> continuation) {
		this.calls.add(texts);
		return Unit.INSTANCE;
	}

	Object onFlow(String text, Continuation<? super Flow<String>> continuation) {
		throw new UnsupportedOperationException();
	}

}
