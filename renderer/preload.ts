import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Reply } from '../main/contract/channel.ts';
import type { Answer, Api, Message, PushName, QuestionName } from '../main/contract/contract.ts';
import { PUSH_CHANNEL, QUESTION_CHANNEL } from '../main/contract/wire.ts';

/** Two functions and nothing else cross into the page: no channel names, no events, no ipcRenderer. */
const api: Api = {
  async ask<Name extends QuestionName>(name: Name, ask: unknown): Promise<Answer<Name>> {
    const reply: Reply<Answer<Name>> = await ipcRenderer.invoke(QUESTION_CHANNEL, name, ask);
    if (reply.ok) return reply.answer;
    throw new Error([reply.trouble.what, reply.trouble.wayOut].filter((text) => text !== '').join(' '));
  },
  on<Name extends PushName>(name: Name, listener: (message: Message<Name>) => void): () => void {
    const heard = (_event: IpcRendererEvent, pushed: PushName, message: Message<Name>): void => {
      if (pushed === name) listener(message);
    };
    ipcRenderer.on(PUSH_CHANNEL, heard);
    return () => ipcRenderer.off(PUSH_CHANNEL, heard);
  },
};

contextBridge.exposeInMainWorld('faultline', api);
